import { EuiBasicTable, EuiHealth, EuiText } from '@elastic/eui';
import type { StatusResponse, TaskStatus } from '../../common/api.ts';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { formatDuration } from '../../common/format_quantity.ts';
import { formatAge } from '../time/format_time.ts';

function TaskState({ task }: { readonly task: TaskStatus }) {
  const { running, last_error, last_success } = task;
  const isFailing = last_error !== undefined && (last_success === undefined || last_error.at > last_success);
  if (isFailing) {
    return (
      <div>
        <EuiHealth color="danger" textSize="inherit">
          failing
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
        running
      </EuiHealth>
    );
  return last_success === undefined ? (
    <EuiHealth color="subdued" textSize="inherit">
      waiting
    </EuiHealth>
  ) : (
    <EuiHealth color="success" textSize="inherit">
      well
    </EuiHealth>
  );
}

/** What the service does on schedule. */
export function TasksPanel({ status }: { readonly status: StatusResponse }) {
  const now = Date.parse(status.now);
  return (
    <Panel title="Tasks" note="what the service does on schedule">
      {status.tasks.length === 0 ? (
        <Nothing title="No tasks" iconType="clock">
          This service has no schedule: start one with &quot;log-ai serve&quot;.
        </Nothing>
      ) : (
        <EuiBasicTable<TaskStatus>
          tableCaption="Tasks of the service"
          compressed
          tableLayout="auto"
          items={status.tasks}
          columns={[
            { name: 'Task', render: ({ name }: TaskStatus) => name },
            { name: 'State', render: (task: TaskStatus) => <TaskState task={task} /> },
            {
              name: 'Last run',
              render: ({ last_run }: TaskStatus) =>
                last_run === undefined ? 'not yet' : formatAge({ time: last_run, now }),
            },
            {
              name: 'Took',
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
