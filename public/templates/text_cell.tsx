import type { Template } from '../../common/api.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import type { Level as LogLevel } from '../../common/levels.ts';
import { Level } from '../severity/level.tsx';
import { onPlainClick } from '../url/view_link.tsx';
import { ServiceNames } from './service_names.tsx';
import { TemplateText } from './template_text.tsx';

/** Characters of a text that are laid out: more than its lines in a table can hold. */
const PREVIEW = 600;
const DETAILS = {
  display: 'flex',
  alignItems: 'flex-start',
  gap: 8,
  marginTop: 4,
  fontSize: 12,
  lineHeight: '20px',
};

/** A template's text, which opens it. */
export function TextCell({
  template: { id, text, parameters, services },
  details,
  hrefOf,
  open,
}: {
  readonly template: Template;
  /** Level and services stand below. */
  readonly details?: { readonly level: LogLevel | undefined };
  readonly hrefOf: (id: string) => string;
  readonly open: (id: string) => void;
}) {
  const preview = text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text;
  return (
    <div style={{ minWidth: 0, width: '100%' }}>
      <a href={hrefOf(id)} onClick={onPlainClick(() => open(id))} data-test-subj={TEST_IDS.templateLink(id)}>
        <TemplateText text={preview} parameters={parameters} lines={3} />
      </a>
      {details && (
        <div style={DETAILS}>
          <Level level={details.level} />
          <ServiceNames services={services} />
        </div>
      )}
    </div>
  );
}
