import { EuiFlexGrid, EuiFlexItem } from '@elastic/eui';
import { useAnswer } from '../api/use_answer.ts';
import { Answered } from '../states/answered.tsx';
import { CoveragePanel } from './coverage_panel.tsx';
import { JobsPanel } from './jobs_panel.tsx';
import { ProgressPanel } from './progress_panel.tsx';
import { ServicePanel } from './service_panel.tsx';
import { TasksPanel } from './tasks_panel.tsx';

/** Whether Log AI itself is well: what it reads, how far it has come, what it does. */
export function StatusView() {
  const status = useAnswer('status', {});
  return (
    <EuiFlexGrid columns={2} gutterSize="l" responsive>
      <EuiFlexItem>
        <Answered answer={status}>{(data) => <CoveragePanel status={data} />}</Answered>
      </EuiFlexItem>
      <EuiFlexItem>
        <Answered answer={status}>{(data) => <ProgressPanel status={data} />}</Answered>
      </EuiFlexItem>
      <EuiFlexItem>
        <Answered answer={status}>{(data) => <TasksPanel status={data} />}</Answered>
      </EuiFlexItem>
      <EuiFlexItem>
        <Answered answer={status}>{(data) => <ServicePanel status={data} />}</Answered>
      </EuiFlexItem>
      <EuiFlexItem css={{ gridColumn: '1 / -1' }}>
        <JobsPanel />
      </EuiFlexItem>
    </EuiFlexGrid>
  );
}
