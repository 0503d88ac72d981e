import type { CountsResponse } from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { LevelChart } from '../charts/level_chart.tsx';
import { translate } from '../kibana/i18n.ts';
import { Answered } from '../states/answered.tsx';
import { NoLines } from '../states/no_lines.tsx';
import { Panel } from '../states/panel.tsx';
import { formatDuration } from '../quantities/format_quantity.ts';

const HEIGHT = 240;

/** Errors and warnings over time. */
export function ErrorsPanel({ counts }: { readonly counts: Answer<CountsResponse> }) {
  const { data } = counts;
  return (
    <Panel
      title={translate('logAi.overview.errors.title', { defaultMessage: 'Errors and warnings' })}
      {...(data && {
        note: translate('logAi.overview.errors.note', {
          defaultMessage: 'lines per {interval}; drag to zoom',
          values: { interval: formatDuration(data.interval_ms).replace(/^1 /, '') },
        }),
      })}
    >
      <Answered answer={counts} placeholder="chart" height={HEIGHT}>
        {(found) =>
          found.series.length === 0 ? (
            <NoLines />
          ) : (
            <LevelChart
              counts={found}
              height={HEIGHT}
              groups={['error', 'warning']}
              label={translate('logAi.overview.errors.label', {
                defaultMessage: 'Errors and warnings over time',
              })}
            />
          )
        }
      </Answered>
    </Panel>
  );
}
