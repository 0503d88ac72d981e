import { EuiSpacer } from '@elastic/eui';
import { useAnswer } from '../api/use_answer.ts';
import { Answered } from '../states/answered.tsx';
import { Columns } from '../states/columns.tsx';
import { ChangesPanel } from './changes_panel.tsx';
import { CoveragePanel } from './coverage_panel.tsx';
import { JobsPanel } from './jobs_panel.tsx';
import { ProgressPanel } from './progress_panel.tsx';
import { ServicePanel } from './service_panel.tsx';
import { TasksPanel } from './tasks_panel.tsx';

/** Whether Log AI itself is well: what it reads, how far it has come, what it does. */
export function StatusView() {
  const status = useAnswer('status', {});
  return (
    <>
      <Columns>
        <Answered answer={status}>{(data) => <CoveragePanel status={data} />}</Answered>
        <Answered answer={status}>{(data) => <ProgressPanel status={data} />}</Answered>
        <Answered answer={status}>{(data) => <TasksPanel status={data} />}</Answered>
        <Answered answer={status}>{(data) => <ServicePanel status={data} />}</Answered>
      </Columns>
      <EuiSpacer size="l" />
      <JobsPanel />
      <EuiSpacer size="l" />
      <ChangesPanel />
    </>
  );
}
