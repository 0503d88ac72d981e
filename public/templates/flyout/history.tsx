import { EuiBasicTable, EuiButtonEmpty, EuiSpacer, EuiText } from '@elastic/eui';
import type { CountsResponse, Template } from '../../../common/api.ts';
import { useAnswer } from '../../api/use_answer.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatCount } from '../../quantities/format_quantity.ts';
import { wholeBuckets } from '../../charts/whole_buckets.ts';
import { LevelChart } from '../../charts/level_chart.tsx';
import { LEVEL_GROUPS, type LevelGroup, levelGroupOf } from '../../severity/level_groups.ts';
import { Answered } from '../../states/answered.tsx';
import { Nothing } from '../../states/nothing.tsx';
import { useTime } from '../../time/time_context.tsx';
import { TrendCell } from '../trend_cell.tsx';
import { type Trend, trendsOf } from '../trends.ts';
import { historyQuery } from './history_query.ts';
import { Section } from './section.tsx';

const HEIGHT = 180;
/** Services that are shown; beyond, only how many there are. */
const SERVICES = 10;

/** The lines of a template over the chosen time. */
export function History({ template: { id, first_seen, last_seen } }: { readonly template: Template }) {
  const { range, select } = useTime();
  const answer = useAnswer('counts', { query: historyQuery({ id, range }) });
  const total = answer.data?.series.reduce((sum, series) => sum + series.total, 0);
  const showAll = () =>
    select({ from: first_seen, to: new Date(Date.parse(last_seen) + 1).toISOString(), refresh_ms: 0 });
  return (
    <Section
      title={translate('logAi.templates.history.title', { defaultMessage: 'History' })}
      {...(total !== undefined && {
        note: translate('logAi.templates.history.note', {
          defaultMessage: '{count, plural, one {# line} other {# lines}} in this time range',
          values: { count: total },
        }),
      })}
    >
      <Answered answer={answer} placeholder="chart" height={HEIGHT}>
        {(counts) =>
          total === 0 ? (
            <Nothing
              title={translate('logAi.templates.history.none', {
                defaultMessage: 'No lines in this time range',
              })}
              iconType="visBarVertical"
              actions={
                <EuiButtonEmpty size="s" onClick={showAll}>
                  {translate('logAi.templates.history.showAll', {
                    defaultMessage: 'Show from first to last line',
                  })}
                </EuiButtonEmpty>
              }
            />
          ) : (
            <>
              <LevelChart
                counts={counts}
                height={HEIGHT}
                groups={groupsIn(counts)}
                label={translate('logAi.templates.history.label', {
                  defaultMessage: 'Lines of this template over time, by level',
                })}
              />
              <ByService counts={wholeBuckets(counts, range.to)} />
            </>
          )
        }
      </Answered>
    </Section>
  );
}

/** Most templates are of one level: then the chart needs no legend. */
function groupsIn({ series }: CountsResponse): readonly LevelGroup[] {
  const groups = new Set(series.map(({ level }) => levelGroupOf(level)));
  return LEVEL_GROUPS.filter((group) => groups.has(group));
}

interface ServiceTrend {
  readonly name: string;
  readonly trend: Trend;
}

function ByService({ counts }: { readonly counts: CountsResponse }) {
  const services = [...trendsOf(counts, ({ service }) => service)].map(([name, trend]) => ({ name, trend }));
  if (services.length < 2) return null;
  const more = services.length - SERVICES;
  return (
    <>
      <EuiSpacer size="s" />
      <EuiBasicTable<ServiceTrend>
        compressed
        tableCaption={translate('logAi.templates.history.byService', {
          defaultMessage: 'Lines of this template by service',
        })}
        items={services.slice(0, SERVICES)}
        columns={[
          {
            field: 'name',
            name: translate('logAi.templates.history.service', { defaultMessage: 'Service' }),
          },
          {
            field: 'trend',
            name: translate('logAi.templates.history.trend', { defaultMessage: 'Trend' }),
            width: '136px',
            render: (trend: Trend) => <TrendCell trend={trend} known={counts.known} />,
          },
          {
            field: 'trend.total',
            name: translate('logAi.templates.history.lines', { defaultMessage: 'Lines' }),
            width: '96px',
            align: 'right',
            render: (total: number) => formatCount(total),
          },
        ]}
      />
      {more > 0 && (
        <EuiText size="xs" color="subdued">
          {translate('logAi.templates.history.moreServices', {
            defaultMessage: 'and {count, plural, one {# more service} other {# more services}}',
            values: { count: more },
          })}
        </EuiText>
      )}
    </>
  );
}
