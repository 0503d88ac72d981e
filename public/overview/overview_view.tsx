import { EuiSpacer } from '@elastic/eui';
import { useAnswer } from '../api/use_answer.ts';
import { Columns } from '../states/columns.tsx';
import { useTime } from '../time/time_context.tsx';
import { ErrorsPanel } from './errors_panel.tsx';
import { FailuresPanel } from './failures_panel.tsx';
import { IncidentsPanel } from './incidents_panel.tsx';
import { KeyFigures } from './key_figures.tsx';
import { NewTemplatesPanel } from './new_templates_panel.tsx';
import { TROUBLE_FROM } from './trouble.ts';
import { TroublePanel } from './trouble_panel.tsx';

/** More anomalies in an hour than anybody reads; the figures above the table count them all. */
const ANOMALIES = 1000;
const REQUESTS = 1000;
const INCIDENTS = 5;
const NEW_TEMPLATES = 5;

/** What is wrong, what goes on first, and the figures that an engineer on call asks for first. */
export function OverviewView() {
  const { range } = useTime();
  const anomalies = useAnswer('anomalies', {
    query: { ...range, size: ANOMALIES, min_risk: TROUBLE_FROM },
  });
  const all = useAnswer('anomalies', { query: { ...range, size: 1 } });
  const requests = useAnswer('requests', { query: { ...range, outcome: 'failed', size: REQUESTS } });
  const counts = useAnswer('counts', { query: { ...range, split: ['level'], buckets: 60 } });
  const new_templates = useAnswer('templates', {
    query: {
      first_seen_from: range.from,
      first_seen_to: range.to,
      sort: 'first_seen',
      order: 'desc',
      size: NEW_TEMPLATES,
    },
  });
  const incidents = useAnswer('incidents', { query: { ...range, sort: 'worst', size: INCIDENTS } });
  const status = useAnswer('status', {});
  return (
    <>
      <KeyFigures {...{ anomalies, requests, counts, new_templates, status }} />
      <EuiSpacer size="l" />
      <IncidentsPanel incidents={incidents} />
      <TroublePanel {...{ anomalies, all, counts, status }} />
      <EuiSpacer size="l" />
      <Columns>
        <ErrorsPanel counts={counts} />
        <FailuresPanel requests={requests} />
      </Columns>
      <EuiSpacer size="l" />
      <NewTemplatesPanel templates={new_templates} counts={counts} />
    </>
  );
}
