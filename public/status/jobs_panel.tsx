import { EuiBadge, EuiBasicTable, EuiCode, EuiProgress, EuiText } from '@elastic/eui';
import type { Job } from '../../common/api.ts';
import { useAnswer } from '../api/use_answer.ts';
import { formatDuration, formatShare } from '../../common/format_quantity.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat } from '../time/format_time.ts';

const STATUS_COLORS: Readonly<Record<Job['status'], string>> = {
  running: 'primary',
  done: 'success',
  failed: 'danger',
  cancelled: 'hollow',
};

function JobProgress({ job }: { readonly job: Job }) {
  const { done, total, status, error } = job;
  if (error !== undefined) {
    return (
      <EuiText size="xs" color="danger">
        {error}
      </EuiText>
    );
  }
  const share = total === 0 ? 0 : Math.min(1, done / total);
  if (status !== 'running') return <>{formatShare(share)}</>;
  return <EuiProgress value={share} max={1} size="s" label="under way" valueText={formatShare(share)} />;
}

/** The range that a job works on, where it has one. */
function useRangeText(): (job: Job) => string {
  const format = useTimeFormat();
  return ({ request }) => {
    const { from, to } = request;
    if (typeof from !== 'string' || typeof to !== 'string') return '–';
    return `${format.short(from)} to ${format.short(to)}`;
  };
}

/** Long work, running and ended. */
export function JobsPanel() {
  const jobs = useAnswer('jobs', { query: { size: 20 } });
  const rangeText = useRangeText();
  const format = useTimeFormat();
  return (
    <Panel title="Jobs" note="long work with its progress">
      <Answered answer={jobs}>
        {({ jobs: list }) =>
          list.length === 0 ? (
            <Nothing title="No jobs yet" iconType="timeRefresh">
              To read a past range, run{' '}
              <EuiCode transparentBackground>log-ai backfill --from 2026-01-15T14:00:00Z</EuiCode>: it shows
              here while it works.
            </Nothing>
          ) : (
            <EuiBasicTable<Job>
              tableCaption="Jobs"
              compressed
              items={list}
              columns={[
                { name: 'Job', width: '100px', render: ({ kind }: Job) => kind },
                {
                  name: 'Status',
                  width: '100px',
                  render: ({ status }: Job) => <EuiBadge color={STATUS_COLORS[status]}>{status}</EuiBadge>,
                },
                { name: 'Range', render: rangeText },
                { name: 'Progress', render: (job: Job) => <JobProgress job={job} /> },
                { name: 'Started', width: '150px', render: ({ started }: Job) => format.short(started) },
                {
                  name: 'Took',
                  width: '80px',
                  align: 'right',
                  render: ({ started, updated, finished }: Job) =>
                    formatDuration(Date.parse(finished ?? updated) - Date.parse(started)),
                },
              ]}
            />
          )
        }
      </Answered>
    </Panel>
  );
}
