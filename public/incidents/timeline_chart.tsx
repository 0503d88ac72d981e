import { EuiText, useEuiTheme } from '@elastic/eui';
import { useMemo } from 'react';
import type { IncidentStory } from '../../common/api.ts';
import { momentTicks } from '../../common/axis_ticks.ts';
import { useReasons } from '../anomalies/reason_words.ts';
import { SwimlaneAxis } from '../anomalies/swimlane_axis.tsx';
import { NAME_WIDTH } from '../anomalies/swimlane_lane.tsx';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { severityBandOf } from '../severity/severity_bands.ts';
import { useTimeFormat, utcOffsetOf } from '../time/format_time.ts';
import { HereLink } from '../url/here_link.tsx';
import { type TimelineLane, timelineOf } from './timeline.ts';

const ROW_HEIGHT = 14;
const ROW_GAP = 3;
const MOST_TICKS = 8;

/** When which service was abnormal, and where requests failed first: a lane for each service, the first one on top. */
export function TimelineChart({ story }: { readonly story: IncidentStory }) {
  const { euiTheme } = useEuiTheme();
  const format = useTimeFormat();
  const { buckets, lanes, ticks } = useMemo(() => {
    const utc_offset_ms = utcOffsetOf(story.incident.event.start, format.zone);
    const timeline = timelineOf(story, utc_offset_ms);
    return {
      ...timeline,
      ticks: momentTicks({ buckets: timeline.buckets, most: MOST_TICKS, utc_offset_ms }),
    };
  }, [story, format.zone]);
  return (
    <div data-test-subj={TEST_IDS.incidentTimeline}>
      <ol
        css={{ display: 'grid', gap: euiTheme.size.xs }}
        aria-label={translate('logAi.incidents.timeline.label', {
          defaultMessage: 'Anomalies and failed requests by service over time, from {from} to {to}',
          values: {
            from: format.short(buckets.start),
            to: format.short(buckets.start + buckets.size * buckets.interval_ms),
          },
        })}
      >
        {lanes.map((lane) => (
          <Lane key={lane.service ?? ''} lane={lane} />
        ))}
      </ol>
      <SwimlaneAxis
        ticks={ticks}
        textOf={({ time, is_day }) => (is_day ? format.day(time) : format.clock(time))}
      />
    </div>
  );
}

function Lane({ lane: { service, bars, rows, failures } }: { readonly lane: TimelineLane }) {
  const { euiTheme } = useEuiTheme();
  const reasons = useReasons();
  const name = service ?? translate('logAi.incidents.timeline.noService', { defaultMessage: 'No service' });
  return (
    <li css={{ display: 'flex', alignItems: 'center', gap: euiTheme.size.s }}>
      <EuiText
        size="xs"
        title={name}
        className="eui-textTruncate"
        css={{ width: NAME_WIDTH, flexShrink: 0, textAlign: 'right' }}
      >
        {name}
      </EuiText>
      <div
        css={{
          position: 'relative',
          flexGrow: 1,
          height: rows * (ROW_HEIGHT + ROW_GAP) + ROW_GAP,
          backgroundColor: euiTheme.colors.lightestShade,
          a: { position: 'absolute', height: ROW_HEIGHT, minWidth: 6, borderRadius: 3 },
          i: {
            position: 'absolute',
            top: 0,
            height: '100%',
            borderLeft: `1px solid ${euiTheme.colors.dangerText}`,
            pointerEvents: 'none',
          },
        }}
      >
        {bars.map(({ anomaly, left, width, row }) => (
          <HereLink
            key={anomaly.event.id}
            patch={{ anomaly: anomaly.event.id, template: undefined }}
            title={reasons.sentence(anomaly)}
            aria-label={reasons.sentence(anomaly)}
            style={{
              left: `${left * 100}%`,
              top: ROW_GAP + row * (ROW_HEIGHT + ROW_GAP),
              width: `${width * 100}%`,
              backgroundColor: severityBandOf(anomaly.event.risk_score).color,
            }}
          >
            {''}
          </HereLink>
        ))}
        {failures.map((left, index) => (
          <i key={index} style={{ left: `${left * 100}%` }} />
        ))}
      </div>
    </li>
  );
}
