import { EuiSpacer } from '@elastic/eui';
import { useAnswer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { useServices } from '../app/services.ts';
import { ExpectationsPanel } from '../expectations/expectations_panel.tsx';
import { Framed } from '../states/framed.tsx';
import { Columns } from '../states/columns.tsx';
import { ChangesPanel } from './changes_panel.tsx';
import { CoveragePanel } from './coverage_panel.tsx';
import { DashboardsPanel } from './dashboards_panel.tsx';
import { JobsPanel } from './jobs_panel.tsx';
import { ProgressPanel } from './progress_panel.tsx';
import { ServicePanel } from './service_panel.tsx';
import { TasksPanel } from './tasks_panel.tsx';

/** Whether Log AI itself is well: what it reads, how far it has come, what it does. */
export function StatusView() {
  const status = useAnswer('status', {});
  const { may } = useServices();
  return (
    <>
      <Columns>
        <Framed
          title={translate('logAi.status.coverage.title', { defaultMessage: 'Coverage' })}
          answer={status}
        >
          {(data) => <CoveragePanel status={data} />}
        </Framed>
        <Framed title={translate('logAi.status.progress.title', { defaultMessage: 'Lag' })} answer={status}>
          {(data) => <ProgressPanel status={data} />}
        </Framed>
        <Framed title={translate('logAi.status.tasks.title', { defaultMessage: 'Tasks' })} answer={status}>
          {(data) => <TasksPanel status={data} />}
        </Framed>
        <Framed
          title={translate('logAi.status.service.title', { defaultMessage: 'Service' })}
          answer={status}
        >
          {(data) => <ServicePanel status={data} />}
        </Framed>
      </Columns>
      <EuiSpacer size="l" />
      <JobsPanel />
      {may.manage && (
        <>
          <EuiSpacer size="l" />
          <DashboardsPanel />
        </>
      )}
      <EuiSpacer size="l" />
      <ExpectationsPanel />
      <EuiSpacer size="l" />
      <ChangesPanel />
    </>
  );
}
