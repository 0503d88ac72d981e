import { EuiText } from '@elastic/eui';
import type { Template } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { TemplateText } from '../templates/template_text.tsx';

/** What an error says: the text of its template, or what stands for it where that is not known. */
export function ErrorText({
  template_id,
  templates,
  lines,
}: {
  readonly template_id: string | undefined;
  readonly templates: ReadonlyMap<string, Template>;
  /** Cut off after so many lines. */
  readonly lines?: number;
}) {
  if (template_id === undefined) {
    return (
      <EuiText size="xs" color="subdued">
        {translate('logAi.requests.noTemplate', { defaultMessage: 'Line without a template' })}
      </EuiText>
    );
  }
  const template = templates.get(template_id);
  return (
    <EuiText size="xs">
      <TemplateText
        text={template?.text ?? template_id}
        parameters={template?.parameters ?? []}
        {...(lines !== undefined && { lines })}
      />
    </EuiText>
  );
}
