import { EuiBasicTable, EuiHealth } from '@elastic/eui';
import type { StatusResponse } from '../../common/api.ts';
import { Panel } from '../states/panel.tsx';
import { formatDuration } from '../../common/format_quantity.ts';
import { useTimeFormat } from '../time/format_time.ts';

interface Step {
  readonly name: string;
  readonly until: string | undefined;
}

/** The cycle runs every few seconds and judges a minute once it has ended. */
const BEHIND_MS = 5 * 60_000;

/** How far each step of the cycle has come. */
export function ProgressPanel({ status }: { readonly status: StatusResponse }) {
  const format = useTimeFormat();
  const now = Date.parse(status.now);
  const { counted_until, detected_until, correlated_until } = status.progress;
  const steps: readonly Step[] = [
    { name: 'Lines counted', until: counted_until },
    { name: 'Minutes judged', until: detected_until },
    { name: 'Requests put together', until: correlated_until },
  ];
  const lagOf = ({ until }: Step) => (until === undefined ? undefined : Math.max(0, now - Date.parse(until)));
  return (
    <Panel title="Lag" note="how far behind the logs the findings are">
      <EuiBasicTable<Step>
        tableCaption="How far each step of the cycle has come"
        compressed
        tableLayout="auto"
        items={[...steps]}
        columns={[
          { name: 'Step', render: ({ name }: Step) => name },
          {
            name: 'Up to',
            render: ({ until }: Step) => (until === undefined ? 'has not run yet' : format.short(until)),
          },
          {
            name: 'Behind',
            render: (step: Step) => {
              const lag = lagOf(step);
              if (lag === undefined) return '–';
              return (
                <EuiHealth color={lag > BEHIND_MS ? 'warning' : 'success'} textSize="inherit">
                  {formatDuration(lag)}
                </EuiHealth>
              );
            },
          },
        ]}
      />
    </Panel>
  );
}
