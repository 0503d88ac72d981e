import {
  AnnotationDomainType,
  AreaSeries,
  Axis,
  Chart,
  CurveType,
  LineAnnotation,
  Position,
  RectAnnotation,
  ScaleType,
  Settings,
  Tooltip,
} from '@elastic/charts';
import { EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { useMemo } from 'react';
import type { Anomaly, CountsResponse } from '../../../common/api.ts';
import { levelsOf, shareLevelsOf } from '../../../common/shares.ts';
import { API_LIMITS } from '../../../common/api/limits.ts';
import { useAnswer } from '../../api/use_answer.ts';
import { useChartTheme } from '../../charts/chart_theme.ts';
import { translate, getLocale } from '../../kibana/i18n.ts';
import { formatCompact, formatDuration, formatRate } from '../../quantities/format_quantity.ts';
import { severityBandOf } from '../../severity/severity_bands.ts';
import { Answered } from '../../states/answered.tsx';
import { useTimeFormat } from '../../time/format_time.ts';
import { useTime } from '../../time/time_context.tsx';
import { isRate, measuresOf } from '../measures.ts';
import { inPlace } from '../place.ts';
import { rangeAround, ratePoints } from './rate_points.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';

const HEIGHT = 200;
/** Room for the name of the line of what is typical. */
const RIGHT_MARGIN = 48;

/** Which lines are counted. */
function linesShown({ subject }: Anomaly): string {
  switch (subject.kind) {
    case 'service':
      return translate('logAi.anomalies.chart.allLines', { defaultMessage: 'Lines per minute' });
    case 'error_share':
      return translate('logAi.anomalies.chart.errors', { defaultMessage: 'Errors per minute' });
    case 'warning_share':
      return translate('logAi.anomalies.chart.warnings', { defaultMessage: 'Warnings per minute' });
    default:
      return translate('logAi.anomalies.chart.lines', {
        defaultMessage: 'Lines per minute of this template',
      });
  }
}

/** How often the lines of an anomaly come, before, while it lasts and after. */
export function RateChart({
  anomaly,
  template,
}: {
  readonly anomaly: Anomaly;
  /** Undefined: all lines of its service. */
  readonly template: string | undefined;
}) {
  const { event, service } = anomaly;
  const { tick } = useTime();
  // With every refresh there is more to be seen after its start.
  const range = useMemo(
    () => rangeAround({ start: event.start, end: event.end, now: Date.now() }),
    [event.start, event.end, tick],
  );
  const counts = useAnswer('counts', {
    query: {
      ...range,
      ...(template !== undefined && { template_id: [template] }),
      ...(shareLevelsOf(anomaly.subject.kind) && { split: ['level' as const] }),
      ...(service && { service: service.name }),
      buckets: API_LIMITS.buckets,
    },
  });
  return (
    <Answered answer={counts} placeholder="chart" height={HEIGHT}>
      {(data) => <TypicalAndActual anomaly={anomaly} counts={data} to={range.to} />}
    </Answered>
  );
}

function TypicalAndActual({
  anomaly,
  counts,
  to,
}: {
  readonly anomaly: Anomaly;
  readonly counts: CountsResponse;
  readonly to: string;
}) {
  const { euiTheme } = useEuiTheme();
  const baseTheme = useChartTheme();
  const format = useTimeFormat();
  const share = shareLevelsOf(anomaly.subject.kind);
  const points = useMemo(() => {
    // Of a share, its own lines are what came and went.
    const levels = share && levelsOf(share);
    const series = levels
      ? counts.series.filter(({ level }) => level !== undefined && levels.includes(level))
      : counts.series;
    return ratePoints({ counts: { ...counts, series }, to });
  }, [counts, share, to]);
  const { event } = anomaly;
  const typical = isRate(anomaly) || anomaly.anomaly.type === 'new_template' ? anomaly.typical : undefined;
  const start = Date.parse(counts.start);
  const interval = formatDuration(counts.interval_ms);
  return (
    <>
      <Chart size={{ height: HEIGHT }}>
        <Settings
          baseTheme={baseTheme}
          theme={{ chartMargins: { left: 0, right: RIGHT_MARGIN, top: 4, bottom: 0 } }}
          ariaLabel={translate('logAi.anomalies.chart.label', {
            defaultMessage: '{lines}, with the time of the anomaly marked',
            values: {
              lines: inPlace(linesShown(anomaly), anomaly),
            },
          })}
          xDomain={{ min: start, max: start + counts.known.length * counts.interval_ms }}
          locale={getLocale()}
        />
        <Tooltip headerFormatter={({ value }) => format.full(value as number)} />
        <Axis id="time" position={Position.Bottom} tickFormat={(time: number) => format.clock(time)} />
        <Axis
          id="rate"
          position={Position.Left}
          title={translate('logAi.anomalies.chart.axis', { defaultMessage: 'lines/min' })}
          integersOnly={counts.interval_ms === MINUTE_MS}
          ticks={3}
          gridLine={{ visible: true }}
          tickFormat={(rate: number) => formatCompact(rate)}
        />
        <RectAnnotation
          id="anomaly"
          dataValues={[
            {
              coordinates: {
                x0: Date.parse(event.start),
                x1: Math.max(Date.parse(event.end), Date.parse(event.start) + MINUTE_MS),
              },
              details: translate('logAi.anomalies.chart.anomaly', {
                defaultMessage: 'Anomaly, score {score}',
                values: { score: event.risk_score.toFixed(0) },
              }),
            },
          ]}
          style={{ fill: severityBandOf(event.risk_score).color, opacity: 0.25 }}
        />
        {typical !== undefined && (
          <LineAnnotation
            id="typical"
            domainType={AnnotationDomainType.YDomain}
            dataValues={[
              {
                dataValue: typical,
                details: translate('logAi.anomalies.chart.typicalRate', {
                  defaultMessage: 'Typical: {rate}',
                  values: { rate: formatRate(typical) },
                }),
              },
            ]}
            style={{ line: { stroke: euiTheme.colors.darkShade, strokeWidth: 1, opacity: 1, dash: [4, 4] } }}
            marker={
              <EuiText size="xs" color="subdued" css={{ paddingLeft: euiTheme.size.xs }}>
                {translate('logAi.anomalies.chart.typical', { defaultMessage: 'typical' })}
              </EuiText>
            }
            markerPosition={Position.Right}
          />
        )}
        <AreaSeries
          id="lines"
          name={translate('logAi.anomalies.chart.rate', { defaultMessage: 'Lines per minute' })}
          color={euiTheme.colors.primary}
          timeZone={format.zone}
          xScaleType={ScaleType.Time}
          yScaleType={ScaleType.Linear}
          xAccessor="time"
          yAccessors={['rate']}
          // A count is of its whole bucket, not of a moment.
          curve={CurveType.CURVE_STEP_AFTER}
          areaSeriesStyle={{ point: { visible: false } }}
          tickFormat={(rate: number) => formatRate(rate)}
          data={points}
        />
      </Chart>
      <EuiSpacer size="s" />
      <EuiText size="xs" color="subdued">
        <p>
          {translate('logAi.anomalies.chart.step', {
            defaultMessage: 'Each step is {interval}.',
            values: { interval },
          })}{' '}
          {isRate(anomaly) &&
            translate('logAi.anomalies.chart.typicalValue', {
              defaultMessage: 'Typical: {value}.',
              values: { value: measuresOf(anomaly).typical },
            })}{' '}
          {translate('logAi.anomalies.chart.gap', { defaultMessage: 'Gaps mean that there is no data.' })}
        </p>
      </EuiText>
    </>
  );
}
