import { EuiBasicTable, EuiText, useIsWithinBreakpoints } from '@elastic/eui';
import { useMemo } from 'react';
import type { AnomaliesResponse, CountsResponse, StatusResponse } from '../../common/api.ts';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import { Reason } from '../anomalies/reason.tsx';
import { useReasons } from '../anomalies/reason_words.ts';
import { StatusBadge } from '../anomalies/status_badge.tsx';
import type { Answer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Score } from '../severity/score.tsx';
import { Answered } from '../states/answered.tsx';
import { hasNoLines, NoLines } from '../states/no_lines.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { detectorName, verdictText } from '../status/verdict_text.ts';
import { ShortTime } from '../time/short_time.tsx';
import { useTime } from '../time/time_context.tsx';
import { ViewLink } from '../url/view_link.tsx';
import { TROUBLE_FROM, type TroubleGroup, troubleOf } from './trouble.ts';

/** What fits above the fold; the view of anomalies has the rest. */
const SHOWN = 7;

/** What is wrong: what goes on first, then the most severe. */
export function TroublePanel({
  anomalies,
  all,
  counts,
  status,
}: {
  /** Of minor score or worse. */
  readonly anomalies: Answer<AnomaliesResponse>;
  /** Of any score: how many there are. */
  readonly all: Answer<AnomaliesResponse>;
  readonly counts: Answer<CountsResponse>;
  readonly status: Answer<StatusResponse>;
}) {
  const { range } = useTime();
  const trouble = useMemo(() => troubleOf(anomalies.data?.anomalies ?? []), [anomalies.data]);
  const hidden = trouble.groups.length - SHOWN;
  const quiet = Math.max(0, (all.data?.total ?? 0) - trouble.count);
  return (
    <Panel
      title={translate('logAi.overview.problems.title', { defaultMessage: 'Top anomalies' })}
      note={translate('logAi.overview.problems.note', {
        defaultMessage: 'minor or worse; active first, then by severity',
      })}
      action={
        <EuiText size="s">
          <ViewLink view="anomalies" patch={{ sort: 'score', score: String(TROUBLE_FROM) }}>
            {hidden > 0
              ? translate('logAi.overview.problems.showMore', {
                  defaultMessage: 'Show {count} more',
                  values: { count: formatCount(hidden) },
                })
              : translate('logAi.overview.problems.showAll', { defaultMessage: 'Show all anomalies' })}
          </ViewLink>
        </EuiText>
      }
    >
      <Answered answer={anomalies}>
        {() =>
          trouble.groups.length > 0 ? (
            <TroubleTable groups={trouble.groups.slice(0, SHOWN)} />
          ) : quiet === 0 && hasNoLines(counts, range) ? (
            <NoLines
              title={translate('logAi.overview.problems.noData', {
                defaultMessage: 'No data in this time range',
              })}
            />
          ) : (
            <AllIsWell quiet={quiet} status={status.data} />
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
    <Nothing
      title={translate('logAi.overview.problems.none', {
        defaultMessage: 'No anomalies that need attention',
      })}
      iconType="checkInCircleFilled"
    >
      {short
        ? translate('logAi.overview.problems.verdict', {
            defaultMessage: 'Detector {detector}: {verdict}.',
            values: { detector: detectorName(short), verdict: verdictText(short) },
          })
        : quiet > 0
          ? translate('logAi.overview.problems.quiet', {
              defaultMessage:
                '{count, plural, one {# anomaly has a low score or is expected.} other {# anomalies have a low score or are expected.}}',
              values: { count: quiet },
            })
          : translate('logAi.overview.problems.nothing', {
              defaultMessage: 'No anomalies were detected. Try a longer time range.',
            })}
    </Nothing>
  );
}

function TroubleTable({ groups }: { readonly groups: readonly TroubleGroup[] }) {
  const reasons = useReasons();
  const isNarrow = useIsWithinBreakpoints(['m']);
  return (
    <EuiBasicTable<TroubleGroup>
      tableCaption={translate('logAi.overview.problems.caption', {
        defaultMessage: 'Top anomalies: active first, then by severity',
      })}
      compressed
      items={[...groups]}
      itemId={({ worst }) => worst.event.id}
      columns={[
        {
          name: translate('logAi.overview.problems.score', { defaultMessage: 'Score' }),
          width: '72px',
          render: ({ worst }: TroubleGroup) => <Score score={worst.event.risk_score} />,
        },
        {
          name: translate('logAi.overview.problems.started', { defaultMessage: 'Started' }),
          width: '120px',
          render: ({ start }: TroubleGroup) => <ShortTime time={start} />,
        },
        {
          name: translate('logAi.overview.problems.reason', { defaultMessage: 'Reason' }),
          render: ({ worst, anomalies, services }: TroubleGroup) => (
            <Reason
              anomaly={worst}
              place={placesText(services)}
              note={[
                ...(reasons.amount(worst) === undefined ? [] : [reasons.amount(worst)]),
                ...(anomalies.length > 1
                  ? [
                      translate('logAi.overview.problems.count', {
                        defaultMessage: '{count, plural, one {# anomaly} other {# anomalies}}',
                        values: { count: anomalies.length },
                      }),
                    ]
                  : []),
              ].join(' · ')}
            />
          ),
        },
        // In a narrow table the reason needs the room. In cards, below that, there is room.
        ...(isNarrow
          ? []
          : [
              {
                name: translate('logAi.overview.problems.type', { defaultMessage: 'Type' }),
                width: '130px',
                render: ({ types }: TroubleGroup) => types.map(anomalyTypeText).join(', '),
              },
            ]),
        {
          name: translate('logAi.overview.problems.status', { defaultMessage: 'Status' }),
          width: '92px',
          render: ({ worst, is_active }: TroubleGroup) => (
            <StatusBadge status={is_active ? 'active' : worst.anomaly.status} />
          ),
        },
      ]}
    />
  );
}

/** The service that is worst, and how many others. */
function placesText([first, ...others]: readonly string[]): string | undefined {
  if (first === undefined || others.length === 0) return first;
  return translate('logAi.overview.problems.services', {
    defaultMessage: '{first} and {count, plural, one {# other service} other {# other services}}',
    values: { first, count: others.length },
  });
}
