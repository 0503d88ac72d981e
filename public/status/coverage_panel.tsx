import { EuiBasicTable, EuiProgress, EuiSpacer } from '@elastic/eui';
import type { StatusResponse } from '../../common/api.ts';
import { countOf, formatCount, formatShare } from '../../common/format_quantity.ts';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { type DocumentState, documentStatesOf } from './document_states.ts';

/** How much of what is logged Log AI can read. */
export function CoveragePanel({ status }: { readonly status: StatusResponse }) {
  const { coverage } = status;
  if (!coverage || coverage.total === 0) {
    return (
      <Panel title="Coverage" note="documents of the last hour">
        <Nothing title="No documents in the last hour" iconType="logstashInput">
          Shippers that write to logs-* need nothing else: what they send shows here within seconds.
        </Nothing>
      </Panel>
    );
  }
  const states = documentStatesOf(coverage);
  const ratio = coverage.ratio ?? 0;
  return (
    <Panel title="Coverage" note={`of ${countOf(coverage.total, 'document')} of the last hour`}>
      <EuiProgress
        value={ratio}
        max={1}
        size="m"
        color={ratio > 0.95 ? 'success' : 'warning'}
        label="Documents with a template"
        valueText={formatShare(ratio)}
      />
      <EuiSpacer size="m" />
      <EuiBasicTable<DocumentState>
        tableCaption="What became of the documents of the last hour"
        compressed
        tableLayout="auto"
        items={states}
        columns={[
          { name: 'Documents that', render: ({ meaning }: DocumentState) => meaning },
          {
            name: 'Count',
            align: 'right',
            width: '90px',
            render: ({ count }: DocumentState) => formatCount(count),
          },
          {
            name: 'Share',
            align: 'right',
            width: '80px',
            render: ({ share }: DocumentState) => formatShare(share),
          },
        ]}
      />
    </Panel>
  );
}
