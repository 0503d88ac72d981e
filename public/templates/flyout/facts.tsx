import { EuiButtonIcon, EuiCopy, useEuiFontSize, useEuiTheme } from '@elastic/eui';
import type { ReactNode } from 'react';
import type { Template } from '../../../common/api.ts';
import { useServices } from '../../app/services.ts';
import { translate } from '../../kibana/i18n.ts';
import { decidedByText } from '../../severity/decided_by_text.ts';
import { SeverityTag } from '../../severity/severity_tag.tsx';
import { SeverityChoice } from './severity_choice.tsx';
import { formatCount } from '../../quantities/format_quantity.ts';
import { ShortTime } from '../../time/short_time.tsx';

/** What is known of a template besides its text. */
export function Facts({ template }: { readonly template: Template }) {
  const { euiTheme } = useEuiTheme();
  const { may } = useServices();
  const { id, services, line_count, first_seen, last_seen, version } = template;
  return (
    <dl
      css={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
        gap: euiTheme.size.m,
        marginBottom: euiTheme.size.l,
      }}
    >
      <Fact title={translate('logAi.templates.facts.lines', { defaultMessage: 'Total lines' })}>
        {formatCount(line_count)}
      </Fact>
      <Fact title={translate('logAi.templates.facts.firstSeen', { defaultMessage: 'First seen' })}>
        <ShortTime time={first_seen} />
      </Fact>
      <Fact title={translate('logAi.templates.facts.lastSeen', { defaultMessage: 'Last seen' })}>
        <ShortTime time={last_seen} />
      </Fact>
      <Fact title={translate('logAi.templates.facts.version', { defaultMessage: 'Version' })}>
        {formatCount(version)}
      </Fact>
      {(template.severity ?? may.edit) && (
        <Fact title={translate('logAi.templates.facts.severity', { defaultMessage: 'Severity' })} isWide>
          <div css={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: euiTheme.size.s }}>
            {template.severity ? (
              <>
                <SeverityTag severity={template.severity.label} />
                <span>{decidedByText(template.severity)}</span>
              </>
            ) : (
              <span>{decidedByText({ decided_by: 'level' })}</span>
            )}
            {may.edit && <SeverityChoice template={template} />}
          </div>
        </Fact>
      )}
      <Fact
        title={translate('logAi.templates.facts.services', {
          defaultMessage: '{count, plural, one {Service} other {Services}}',
          values: { count: services.length },
        })}
        isWide
      >
        {services.join(', ')}
      </Fact>
      <Fact title={translate('logAi.templates.facts.id', { defaultMessage: 'ID' })} isWide>
        <span css={{ fontFamily: euiTheme.font.familyCode }}>{id}</span>
        <EuiCopy
          textToCopy={id}
          beforeMessage={translate('logAi.templates.facts.copyId', { defaultMessage: 'Copy ID' })}
        >
          {(copy) => (
            <EuiButtonIcon
              iconType="copyClipboard"
              color="text"
              size="xs"
              aria-label={translate('logAi.templates.facts.copyId', { defaultMessage: 'Copy ID' })}
              onClick={copy}
            />
          )}
        </EuiCopy>
      </Fact>
    </dl>
  );
}

function Fact({
  title,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  const { euiTheme } = useEuiTheme();
  const small = useEuiFontSize('xs');
  const normal = useEuiFontSize('s');
  return (
    <div css={{ minWidth: 0, ...(isWide && { gridColumn: '1 / -1' }) }}>
      <dt css={[small, { color: euiTheme.colors.subduedText }]}>{title}</dt>
      <dd css={[normal, { overflowWrap: 'anywhere' }]}>{children}</dd>
    </div>
  );
}
