import { EuiBasicTable, EuiHealth, EuiText } from '@elastic/eui';
import type { StatusResponse, TaskStatus } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { formatDuration } from '../quantities/format_quantity.ts';
import { formatAge } from '../time/format_time.ts';

function TaskState({ task }: { readonly task: TaskStatus }) {
  const { running, last_error, last_success } = task;
  const isFailing = last_error !== undefined && (last_success === undefined || last_error.at > last_success);
  if (isFailing) {
    return (
      <div>
        <EuiHealth color="danger" textSize="inherit">
          {translate('logAi.status.tasks.failing', { defaultMessage: 'Failed' })}
        </EuiHealth>
        <EuiText size="xs" color="subdued">
          {last_error.message}
        </EuiText>
      </div>
    );
  }
  if (running)
    return (
      <EuiHealth color="primary" textSize="inherit">
        {translate('logAi.status.tasks.running', { defaultMessage: 'Running' })}
      </EuiHealth>
    );
  return last_success === undefined ? (
    <EuiHealth color="subdued" textSize="inherit">
      {translate('logAi.status.tasks.waiting', { defaultMessage: 'Pending' })}
    </EuiHealth>
  ) : (
    <EuiHealth color="success" textSize="inherit">
      {translate('logAi.status.tasks.healthy', { defaultMessage: 'Healthy' })}
    </EuiHealth>
  );
}

/** Tasks as people read them; one that a newer service brought by its name. */
const NAMES: Readonly<Partial<Record<string, () => string>>> = {
  learn: () => translate('logAi.status.tasks.learn', { defaultMessage: 'learn' }),
  relabel: () => translate('logAi.status.tasks.relabel', { defaultMessage: 'relabel' }),
  count: () => translate('logAi.status.tasks.count', { defaultMessage: 'count' }),
  detect: () => translate('logAi.status.tasks.detect', { defaultMessage: 'detect' }),
  sequence: () => translate('logAi.status.tasks.sequence', { defaultMessage: 'judge sessions' }),
  courses: () => translate('logAi.status.tasks.courses', { defaultMessage: 'read requests' }),
  parameter: () => translate('logAi.status.tasks.parameter', { defaultMessage: 'judge values' }),
  correlate: () => translate('logAi.status.tasks.correlate', { defaultMessage: 'correlate' }),
  incidents: () => translate('logAi.status.tasks.incidents', { defaultMessage: 'incidents' }),
  request_ids: () => translate('logAi.status.tasks.requestIds', { defaultMessage: 'learn request IDs' }),
  semantic: () => translate('logAi.status.tasks.semantic', { defaultMessage: 'semantic' }),
  refine: () => translate('logAi.status.tasks.refine', { defaultMessage: 'refine' }),
  retention: () => translate('logAi.status.tasks.retention', { defaultMessage: 'retention' }),
};

const taskName = (name: string) => NAMES[name]?.() ?? name;

/** What the service does on schedule. */
export function TasksPanel({ status }: { readonly status: StatusResponse }) {
  const now = Date.parse(status.now);
  return (
    <Panel
      title={translate('logAi.status.tasks.title', { defaultMessage: 'Tasks' })}
      note={translate('logAi.status.tasks.note', { defaultMessage: 'scheduled work of the service' })}
    >
      {status.tasks.length === 0 ? (
        <Nothing
          title={translate('logAi.status.tasks.none', { defaultMessage: 'No tasks' })}
          iconType="clock"
        >
          {translate('logAi.status.tasks.noneHint', {
            defaultMessage: 'This service has no schedule. Start one with "log-ai serve".',
          })}
        </Nothing>
      ) : (
        <EuiBasicTable<TaskStatus>
          tableCaption={translate('logAi.status.tasks.caption', { defaultMessage: 'Tasks of the service' })}
          compressed
          tableLayout="auto"
          items={status.tasks}
          columns={[
            {
              name: translate('logAi.status.tasks.task', { defaultMessage: 'Task' }),
              render: ({ name }: TaskStatus) => taskName(name),
            },
            {
              name: translate('logAi.status.tasks.state', { defaultMessage: 'Status' }),
              render: (task: TaskStatus) => <TaskState task={task} />,
            },
            {
              name: translate('logAi.status.tasks.lastRun', { defaultMessage: 'Last run' }),
              render: ({ last_run }: TaskStatus) =>
                last_run === undefined
                  ? translate('logAi.status.tasks.notYet', { defaultMessage: 'not yet' })
                  : formatAge({ time: last_run, now }),
            },
            {
              name: translate('logAi.status.tasks.duration', { defaultMessage: 'Duration' }),
              align: 'right',
              render: ({ duration_ms }: TaskStatus) =>
                duration_ms === undefined ? '–' : formatDuration(duration_ms),
            },
          ]}
        />
      )}
    </Panel>
  );
}
