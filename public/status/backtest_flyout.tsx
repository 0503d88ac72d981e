import {
  EuiBasicTable,
  EuiFlexGroup,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiSpacer,
  EuiText,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import type { ReactNode } from 'react';
import type { Job } from '../../common/api.ts';
import type { BacktestResult } from '../../common/documents/backtest_result.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import { reasonSentence } from '../anomalies/reason_text.ts';
import { lengthText, spanText } from '../anomalies/span_text.ts';
import { useAnswer } from '../api/use_answer.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { headlineOf } from '../incidents/headline.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Score } from '../severity/score.tsx';
import { bandText } from '../severity/severity_bands.ts';
import { Answered } from '../states/answered.tsx';
import { Fact } from '../states/fact.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { ShortTime } from '../time/short_time.tsx';
import { jobStatusText, progressText, sensitivityText } from './job_texts.ts';

/** Of everything who may read all logs; else of what comes from where one may read. */
type SeenResult = Partial<BacktestResult>;
type WouldBeIncident = BacktestResult['worst_incidents'][number];
type WouldBeAnomaly = BacktestResult['worst'][number];

/** What a back-test would have found so far: incidents first, then the anomalies. */
export function BacktestFlyout({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const answer = useAnswer('job', { id });
  const titleId = useGeneratedHtmlId({ prefix: 'log-ai-backtest' });
  return (
    <EuiFlyout
      onClose={onClose}
      size="m"
      maxWidth={900}
      aria-labelledby={titleId}
      data-test-subj={TEST_IDS.backtestFlyout}
    >
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2 id={titleId}>
            {translate('logAi.status.backtest.found', { defaultMessage: 'What would have been found' })}
          </h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <Answered answer={answer}>{(job) => <Found job={job} />}</Answered>
      </EuiFlyoutBody>
    </EuiFlyout>
  );
}

function Found({ job }: { readonly job: Job }) {
  const result = (job.result ?? {}) as SeenResult;
  const { incidents, incidents_by_band, worst_incidents = [], anomalies, by_type = {}, worst = [] } = result;
  return (
    <>
      <JobFacts job={job} result={result} />
      <EuiSpacer size="l" />
      <Section
        title={translate('logAi.status.backtest.incidents', { defaultMessage: 'Incidents' })}
        count={incidents}
        note={incidents_by_band && bandsText(incidents_by_band)}
      >
        {worst_incidents.length > 0 && <IncidentsTable incidents={worst_incidents} />}
      </Section>
      <EuiSpacer size="l" />
      <Section
        title={translate('logAi.status.backtest.anomalies', { defaultMessage: 'Anomalies' })}
        count={anomalies}
        note={Object.entries(by_type)
          .map(([type, bands]) => `${anomalyTypeText(type)}: ${bandsText(bands)}`)
          .join(' · ')}
      >
        {worst.length > 0 && <AnomaliesTable anomalies={worst} />}
      </Section>
    </>
  );
}

function JobFacts({ job, result }: { readonly job: Job; readonly result: SeenResult }) {
  const format = useTimeFormat();
  const { from, to, sensitivity } = job.request;
  const { judged_minutes, unknown_minutes = 0, expected = 0 } = result;
  return (
    <EuiFlexGroup gutterSize="l" wrap responsive={false}>
      <Fact name={translate('logAi.status.jobs.range', { defaultMessage: 'Time range' })}>
        {spanText(format.short(String(from)), format.short(String(to)))}
      </Fact>
      <Fact name={translate('logAi.status.jobs.status', { defaultMessage: 'Status' })}>
        {job.status === 'running' ? progressText(job) : jobStatusText(job.status)}
      </Fact>
      <Fact
        name={translate('logAi.status.backtest.sensitivity', {
          defaultMessage: 'Sensitivity of all services',
        })}
      >
        {sensitivityText(typeof sensitivity === 'string' ? sensitivity : 'as_set')}
      </Fact>
      {judged_minutes !== undefined && (
        <Fact name={translate('logAi.status.backtest.judged', { defaultMessage: 'Minutes analyzed' })}>
          {formatCount(judged_minutes)}
        </Fact>
      )}
      {unknown_minutes > 0 && (
        <Fact name={translate('logAi.status.backtest.unknown', { defaultMessage: 'Minutes without counts' })}>
          {formatCount(unknown_minutes)}
        </Fact>
      )}
      {expected > 0 && (
        <Fact name={translate('logAi.status.backtest.expected', { defaultMessage: 'Expected anomalies' })}>
          {formatCount(expected)}
        </Fact>
      )}
    </EuiFlexGroup>
  );
}

/** @param count - Undefined where only what one may read is listed. */
function Section({
  title,
  count,
  note,
  children,
}: {
  readonly title: string;
  readonly count: number | undefined;
  readonly note: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <>
      <EuiTitle size="xs">
        <h3>{count === undefined ? title : `${title}: ${formatCount(count)}`}</h3>
      </EuiTitle>
      {note !== undefined && note !== '' && (
        <EuiText size="s" color="subdued">
          <p>{note}</p>
        </EuiText>
      )}
      <EuiSpacer size="s" />
      {children}
    </>
  );
}

function IncidentsTable({ incidents }: { readonly incidents: readonly WouldBeIncident[] }) {
  return (
    <EuiBasicTable<WouldBeIncident>
      tableCaption={translate('logAi.status.backtest.incidentsCaption', {
        defaultMessage: 'The most severe incidents',
      })}
      compressed
      items={[...incidents]}
      itemId="id"
      columns={[
        scoreColumn(),
        {
          name: translate('logAi.status.backtest.began', { defaultMessage: 'Began' }),
          width: '120px',
          render: ({ start }: WouldBeIncident) => <ShortTime time={start} />,
        },
        {
          name: translate('logAi.status.backtest.incident', { defaultMessage: 'Incident' }),
          render: (one: WouldBeIncident) => <Headline incident={one} />,
        },
      ]}
    />
  );
}

function Headline({ incident: { headline, reason, start, end } }: { readonly incident: WouldBeIncident }) {
  const { service, what, amount } = headlineOf({ event: { reason }, incident: { headline } });
  return (
    <div css={{ minWidth: 0, overflowWrap: 'anywhere' }}>
      {service === undefined ? what : `${service}: ${what}`}
      <EuiText size="xs" color="subdued">
        {[lengthText({ start, end }), amount].filter((part) => part !== undefined).join(' · ')}
      </EuiText>
    </div>
  );
}

function AnomaliesTable({ anomalies }: { readonly anomalies: readonly WouldBeAnomaly[] }) {
  const format = useTimeFormat();
  return (
    <EuiBasicTable<WouldBeAnomaly>
      tableCaption={translate('logAi.status.backtest.anomaliesCaption', {
        defaultMessage: 'The most severe anomalies',
      })}
      compressed
      items={[...anomalies]}
      itemId="id"
      columns={[
        scoreColumn(),
        {
          name: translate('logAi.status.backtest.began', { defaultMessage: 'Began' }),
          width: '120px',
          render: ({ first_seen }: WouldBeAnomaly) => <ShortTime time={first_seen} />,
        },
        {
          name: translate('logAi.status.backtest.anomaly', { defaultMessage: 'Anomaly' }),
          render: ({ said, reason }: WouldBeAnomaly) => (
            <span css={{ overflowWrap: 'anywhere' }}>{(said && reasonSentence(said, format)) ?? reason}</span>
          ),
        },
      ]}
    />
  );
}

const scoreColumn = () => ({
  name: translate('logAi.status.backtest.score', { defaultMessage: 'Score' }),
  width: '72px',
  render: ({ risk_score }: { readonly risk_score: number }) => <Score score={risk_score} />,
});

/** @example bandsText({ critical: 2, minor: 1 }) // '2 critical, 1 minor' */
function bandsText(bands: Readonly<Record<string, number>>): string {
  return SCORE_BANDS.flatMap(({ name }) =>
    bands[name] === undefined ? [] : [`${formatCount(bands[name])} ${bandText(name)}`],
  ).join(', ');
}
