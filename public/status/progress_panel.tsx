import { EuiBasicTable, EuiHealth, EuiText } from '@elastic/eui';
import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { Panel } from '../states/panel.tsx';
import { formatDuration } from '../quantities/format_quantity.ts';
import { remarksOn } from './progress_remarks.ts';
import { useTimeFormat } from '../time/format_time.ts';

interface Step {
  readonly name: string;
  readonly until: string | undefined;
}

/** Tasks run every few seconds, and a minute is judged once it has ended. */
const BEHIND_MS = 5 * 60_000;

/** How far each task has come, what came late and what waits. */
export function ProgressPanel({ status }: { readonly status: StatusResponse }) {
  const format = useTimeFormat();
  const now = Date.parse(status.now);
  const {
    learned_until,
    counted_until,
    detected_until,
    correlated_until,
    sessions_until,
    courses_until,
    values_until,
  } = status.progress;
  const steps: readonly Step[] = [
    {
      name: translate('logAi.status.progress.learned', { defaultMessage: 'New lines learned' }),
      until: learned_until,
    },
    {
      name: translate('logAi.status.progress.counted', { defaultMessage: 'Lines counted' }),
      until: counted_until,
    },
    {
      name: translate('logAi.status.progress.judged', { defaultMessage: 'Minutes analyzed' }),
      until: detected_until,
    },
    {
      name: translate('logAi.status.progress.correlated', { defaultMessage: 'Requests correlated' }),
      until: correlated_until,
    },
    // Judging sessions and values can be switched off.
    ...(sessions_until === undefined
      ? []
      : [
          {
            name: translate('logAi.status.progress.sessions', { defaultMessage: 'Sessions analyzed' }),
            until: sessions_until,
          },
        ]),
    ...(courses_until === undefined
      ? []
      : [
          {
            name: translate('logAi.status.progress.courses', { defaultMessage: 'Requests read' }),
            until: courses_until,
          },
        ]),
    ...(values_until === undefined
      ? []
      : [
          {
            name: translate('logAi.status.progress.values', { defaultMessage: 'Values analyzed' }),
            until: values_until,
          },
        ]),
  ];
  const lagOf = ({ until }: Step) => (until === undefined ? undefined : Math.max(0, now - Date.parse(until)));
  return (
    <Panel
      title={translate('logAi.status.progress.title', { defaultMessage: 'Lag' })}
      note={translate('logAi.status.progress.note', { defaultMessage: 'delay between logs and results' })}
    >
      <EuiBasicTable<Step>
        tableCaption={translate('logAi.status.progress.caption', { defaultMessage: 'Progress of each task' })}
        compressed
        tableLayout="auto"
        items={[...steps]}
        columns={[
          {
            name: translate('logAi.status.progress.step', { defaultMessage: 'Step' }),
            render: ({ name }: Step) => name,
          },
          {
            name: translate('logAi.status.progress.until', { defaultMessage: 'Up to' }),
            render: ({ until }: Step) =>
              until === undefined
                ? translate('logAi.status.progress.never', { defaultMessage: 'not run yet' })
                : format.short(until),
          },
          {
            name: translate('logAi.status.progress.lag', { defaultMessage: 'Lag' }),
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
      {remarksOn(status.progress).map((remark) => (
        <EuiText key={remark} size="xs" color="subdued">
          {remark}
        </EuiText>
      ))}
    </Panel>
  );
}
