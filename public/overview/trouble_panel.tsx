import { EuiBasicTable, EuiText, useIsWithinBreakpoints } from '@elastic/eui';
import type { AnomaliesResponse, Anomaly, CountsResponse, StatusResponse } from '../../common/api.ts';
import { ANOMALY_TYPE_LABELS } from '../anomalies/anomaly_type_label.ts';
import { Reason } from '../anomalies/reason.tsx';
import { StatusBadge } from '../anomalies/status_badge.tsx';
import type { Answer } from '../api/use_answer.ts';
import { countOf, formatCount } from '../../common/format_quantity.ts';
import { Score } from '../severity/score.tsx';
import { Answered } from '../states/answered.tsx';
import { hasNoLines, NoLines } from '../states/no_lines.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { detectorName, verdictText } from '../status/verdict_text.ts';
import { useTimeFormat } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';
import { ViewLink } from '../url/view_link.tsx';
import { troubleOf } from './trouble.ts';

/** What fits above the fold; the view of anomalies has the rest. */
const SHOWN = 8;

/** What is wrong, the newest first. */
export function TroublePanel({
  anomalies,
  counts,
  status,
}: {
  readonly anomalies: Answer<AnomaliesResponse>;
  readonly counts: Answer<CountsResponse>;
  readonly status: Answer<StatusResponse>;
}) {
  const { range } = useTime();
  const trouble = troubleOf(anomalies.data?.anomalies ?? []);
  const hidden = trouble.anomalies.length - SHOWN;
  return (
    <Panel
      title="What is wrong"
      note="anomalies of minor score or worse, the newest first"
      action={
        <EuiText size="s">
          <ViewLink view="anomalies">
            {hidden > 0 ? `Show ${formatCount(hidden)} more` : 'Show all anomalies'}
          </ViewLink>
        </EuiText>
      }
    >
      <Answered answer={anomalies}>
        {() =>
          trouble.anomalies.length > 0 ? (
            <TroubleTable anomalies={trouble.anomalies.slice(0, SHOWN)} />
          ) : trouble.quiet === 0 && hasNoLines(counts, range) ? (
            <NoLines title="Nothing is known of this time" />
          ) : (
            <AllIsWell quiet={trouble.quiet} status={status.data} />
          )
        }
      </Answered>
    </Panel>
  );
}

function AllIsWell({
  quiet,
  status,
}: {
  readonly quiet: number;
  readonly status: StatusResponse | undefined;
}) {
  const short = status?.verdicts.find(({ verdict }) => verdict === 'insufficient_history');
  return (
    <Nothing title="Nothing is wrong in this time" iconType="checkInCircleFilled">
      {short
        ? `The ${detectorName(short)} detector ${verdictText(short)}.`
        : quiet > 0
          ? `${countOf(quiet, 'anomaly', 'anomalies')} of low score or expected: nothing that needs you.`
          : 'No detector found anything. A longer time may show more.'}
    </Nothing>
  );
}

function TroubleTable({ anomalies }: { readonly anomalies: readonly Anomaly[] }) {
  const format = useTimeFormat();
  const isNarrow = useIsWithinBreakpoints(['m']);
  return (
    <EuiBasicTable<Anomaly>
      tableCaption="What is wrong, the newest first"
      compressed
      items={[...anomalies]}
      itemId={({ event }) => event.id}
      columns={[
        { name: 'Score', width: '72px', render: ({ event }: Anomaly) => <Score score={event.risk_score} /> },
        { name: 'Began', width: '112px', render: ({ event }: Anomaly) => format.short(event.start) },
        {
          name: 'What',
          render: (anomaly: Anomaly) => <Reason anomaly={anomaly} />,
        },
        // In a narrow table the reason needs the room, and tells the type. In cards, below that, there is room.
        ...(isNarrow
          ? []
          : [
              {
                name: 'Type',
                width: '130px',
                render: ({ anomaly }: Anomaly) => ANOMALY_TYPE_LABELS[anomaly.type],
              },
            ]),
        {
          name: 'Status',
          width: '92px',
          render: ({ anomaly }: Anomaly) => <StatusBadge status={anomaly.status} />,
        },
      ]}
    />
  );
}
