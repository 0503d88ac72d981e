import { EuiBasicTable, EuiProgress, EuiSpacer } from '@elastic/eui';
import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatShare } from '../quantities/format_quantity.ts';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { type DocumentState, documentStatesOf } from './document_states.ts';

/** How much of what is logged Log AI can read. */
export function CoveragePanel({ status }: { readonly status: StatusResponse }) {
  const { coverage } = status;
  if (!coverage || coverage.total === 0) {
    return (
      <Panel
        title={translate('logAi.status.coverage.title', { defaultMessage: 'Coverage' })}
        note={translate('logAi.status.coverage.note', { defaultMessage: 'documents in the last hour' })}
      >
        <Nothing
          title={translate('logAi.status.coverage.none', { defaultMessage: 'No documents in the last hour' })}
          iconType="logstashInput"
        >
          {translate('logAi.status.coverage.noneHint', {
            defaultMessage: 'Documents written to logs-* appear here within seconds.',
          })}
        </Nothing>
      </Panel>
    );
  }
  const states = documentStatesOf(coverage);
  const ratio = coverage.ratio ?? 0;
  return (
    <Panel
      title={translate('logAi.status.coverage.title', { defaultMessage: 'Coverage' })}
      note={translate('logAi.status.coverage.of', {
        defaultMessage: 'of {count, plural, one {# document} other {# documents}} in the last hour',
        values: { count: coverage.total },
      })}
    >
      <EuiProgress
        value={ratio}
        max={1}
        size="m"
        color={ratio > 0.95 ? 'success' : 'warning'}
        label={translate('logAi.status.coverage.withTemplate', {
          defaultMessage: 'Documents with a template',
        })}
        valueText={formatShare(ratio)}
      />
      <EuiSpacer size="m" />
      <EuiBasicTable<DocumentState>
        tableCaption={translate('logAi.status.coverage.caption', {
          defaultMessage: 'Documents in the last hour by result',
        })}
        compressed
        tableLayout="auto"
        items={states}
        columns={[
          {
            name: translate('logAi.status.coverage.result', { defaultMessage: 'Result' }),
            render: ({ meaning }: DocumentState) => meaning,
          },
          {
            name: translate('logAi.status.coverage.count', { defaultMessage: 'Count' }),
            align: 'right',
            width: '90px',
            render: ({ count }: DocumentState) => formatCount(count),
          },
          {
            name: translate('logAi.status.coverage.share', { defaultMessage: 'Share' }),
            align: 'right',
            width: '80px',
            render: ({ share }: DocumentState) => formatShare(share),
          },
        ]}
      />
    </Panel>
  );
}
