import {
  EuiBadge,
  EuiBasicTable,
  EuiButton,
  EuiButtonIcon,
  EuiFlexGroup,
  EuiProgress,
  EuiText,
  EuiToolTip,
} from '@elastic/eui';
import { useState } from 'react';
import type { Job, StartJobRequest } from '../../common/api.ts';
import { shareDone } from '../../common/job_progress.ts';
import { type Steering, steeringsOf } from '../../common/job_steering.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useServices } from '../app/services.ts';
import { spanText } from '../anomalies/span_text.ts';
import { translate } from '../kibana/i18n.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { HereLink } from '../url/here_link.tsx';
import { useUrlState } from '../url/url_params.ts';
import { BacktestFlyout } from './backtest_flyout.tsx';
import { JobForm } from './job_form.tsx';
import { jobKindText, jobStatusText, progressText, tookText } from './job_texts.ts';
import { useJobSteering } from './use_job_steering.ts';

const STATUS_COLORS: Readonly<Partial<Record<string, string>>> = {
  queued: 'default',
  running: 'primary',
  paused: 'warning',
  done: 'success',
  failed: 'danger',
  cancelled: 'hollow',
};

const BUTTONS: Readonly<Record<Steering, { readonly iconType: string; readonly label: () => string }>> = {
  pause: {
    iconType: 'pause',
    label: () => translate('logAi.status.jobs.pause', { defaultMessage: 'Pause' }),
  },
  resume: {
    iconType: 'play',
    label: () => translate('logAi.status.jobs.resume', { defaultMessage: 'Resume' }),
  },
  cancel: {
    iconType: 'cross',
    label: () => translate('logAi.status.jobs.cancel', { defaultMessage: 'Cancel' }),
  },
};

function JobProgress({ job }: { readonly job: Job }) {
  const text = progressText(job);
  if (job.error !== undefined) {
    return (
      <div>
        {text}
        <EuiText size="xs" color="danger">
          {job.error}
        </EuiText>
      </div>
    );
  }
  if (job.status !== 'running') return <>{text}</>;
  return (
    <EuiProgress
      value={shareDone(job)}
      max={1}
      size="s"
      label={job.step ?? translate('logAi.status.jobs.starting', { defaultMessage: 'starting' })}
      valueText={text}
    />
  );
}

function JobButtons({ job }: { readonly job: Job }) {
  const { mutate, isLoading } = useJobSteering();
  return (
    <EuiFlexGroup gutterSize="none" justifyContent="flexEnd" responsive={false}>
      {steeringsOf(job).map((word) => {
        const { iconType, label: labelOf } = BUTTONS[word];
        const label = labelOf();
        return (
          <EuiToolTip key={word} content={label}>
            <EuiButtonIcon
              iconType={iconType}
              aria-label={`${label} ${job.id}`}
              color={word === 'cancel' ? 'danger' : 'primary'}
              isDisabled={isLoading}
              onClick={() => mutate({ id: job.id, word })}
            />
          </EuiToolTip>
        );
      })}
    </EuiFlexGroup>
  );
}

/** The range that a job works on, where it has one. */
function useRangeText(): (job: Job) => string {
  const format = useTimeFormat();
  return ({ request }) => {
    const { from, to } = request;
    if (typeof from !== 'string' || typeof to !== 'string') return '–';
    return spanText(format.short(from), format.short(to));
  };
}

function JobsTable({ jobs }: { readonly jobs: readonly Job[] }) {
  const rangeText = useRangeText();
  const format = useTimeFormat();
  const { may } = useServices();
  return (
    <EuiBasicTable<Job>
      tableCaption={translate('logAi.status.jobs.title', { defaultMessage: 'Jobs' })}
      compressed
      items={[...jobs]}
      columns={[
        {
          name: translate('logAi.status.jobs.job', { defaultMessage: 'Job' }),
          width: '90px',
          render: ({ kind }: Job) => jobKindText(kind),
        },
        {
          name: translate('logAi.status.jobs.status', { defaultMessage: 'Status' }),
          width: '130px',
          render: ({ status }: Job) => (
            <EuiBadge color={STATUS_COLORS[status] ?? 'hollow'}>{jobStatusText(status)}</EuiBadge>
          ),
        },
        { name: translate('logAi.status.jobs.range', { defaultMessage: 'Time range' }), render: rangeText },
        {
          name: translate('logAi.status.jobs.progress', { defaultMessage: 'Progress' }),
          render: (job: Job) => (
            <>
              <JobProgress job={job} />
              {job.kind === 'backtest' && (
                <HereLink patch={{ job: job.id }}>
                  {translate('logAi.status.jobs.found', { defaultMessage: 'Show what was found' })}
                </HereLink>
              )}
            </>
          ),
        },
        {
          name: translate('logAi.status.jobs.created', { defaultMessage: 'Created' }),
          width: '150px',
          render: ({ created, by }: Job) => (
            <div>
              {format.short(created)}
              {by !== undefined && (
                <EuiText size="xs" color="subdued">
                  {translate('logAi.status.jobs.by', { defaultMessage: 'by {user}', values: { user: by } })}
                </EuiText>
              )}
            </div>
          ),
        },
        {
          name: translate('logAi.status.jobs.duration', { defaultMessage: 'Duration' }),
          width: '80px',
          align: 'right',
          render: (job: Job) => tookText(job) ?? '–',
        },
        ...(may.manage
          ? [
              {
                name: translate('logAi.status.jobs.actions', { defaultMessage: 'Actions' }),
                width: '80px',
                align: 'right' as const,
                render: (job: Job) => <JobButtons job={job} />,
              },
            ]
          : []),
      ]}
    />
  );
}

/** Long work, running and ended: watched and steered. */
export function JobsPanel() {
  const jobs = useAnswer('jobs', { query: { size: 20 } });
  const { may } = useServices();
  const { params, set } = useUrlState();
  const [asked, setAsked] = useState<StartJobRequest['kind']>();
  const start = (
    <EuiFlexGroup gutterSize="s" wrap responsive={false}>
      <EuiButton size="s" iconType="timeRefresh" onClick={() => setAsked('backfill')}>
        {translate('logAi.status.jobs.start', { defaultMessage: 'Start backfill' })}
      </EuiButton>
      <EuiButton size="s" iconType="beaker" onClick={() => setAsked('backtest')}>
        {translate('logAi.status.jobs.startBacktest', { defaultMessage: 'Start back-test' })}
      </EuiButton>
    </EuiFlexGroup>
  );
  return (
    <Panel
      title={translate('logAi.status.jobs.title', { defaultMessage: 'Jobs' })}
      note={translate('logAi.status.jobs.note', { defaultMessage: 'long-running work' })}
      {...(may.manage && { action: start })}
    >
      {asked && <JobForm key={asked} kind={asked} onClose={() => setAsked(undefined)} />}
      {params.job !== undefined && (
        <BacktestFlyout key={params.job} id={params.job} onClose={() => set({ job: undefined })} />
      )}
      <Answered answer={jobs}>
        {({ jobs: list }) =>
          list.length === 0 ? (
            <Nothing
              title={translate('logAi.status.jobs.none', { defaultMessage: 'No jobs yet' })}
              iconType="timeRefresh"
            >
              {translate('logAi.status.jobs.noneHint', {
                defaultMessage:
                  'A backfill analyzes a past time range; a back-test only shows what would have been found in it. Their progress appears here.',
              })}
            </Nothing>
          ) : (
            <JobsTable jobs={list} />
          )
        }
      </Answered>
    </Panel>
  );
}
