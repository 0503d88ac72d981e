import { minuteOf } from '../../../common/minutes.ts';
import type { TemplateCount } from '../../../ml-service/src/detect/counts/count_reader.ts';
import { keepHeapSmall } from '../../../ml-service/src/adapters/process/node_heap.ts';
import { CountHistory } from '../../../ml-service/src/detect/counts/count_history.ts';
import { detectorsOf } from '../../../ml-service/src/detect/detectors.ts';
import type { KnownTemplate } from '../../../ml-service/src/detect/detector.ts';
import { driveMinutes } from '../../../ml-service/src/detect/drive_minutes.ts';
import { CALENDAR } from '../../../ml-service/src/detect/profiles/rate_profile.ts';
import { DetectionState } from '../../../ml-service/src/detect/state/detection_state.ts';
import { median } from '../median.ts';

/** Seconds are of the processor: what was counted is taken up, and judged. Making the counts is not in them. */
export interface DetectCost {
  readonly pass_s: number;
  /** A minute in the middle, and the one that took longest. */
  readonly minute_ms: number;
  readonly slowest_minute_ms: number;
  /** The peak of the resident set of the whole process, the counts that are made included, in 10⁶ bytes. */
  readonly peak_mb: number;
  readonly series: number;
  readonly findings: number;
}

keepHeapSmall();

const START = minuteOf(Date.parse('2026-01-05T00:00:00Z'));
/** As `serve` has it. */
const HISTORY_MINUTES = 370;
/** That these hours are known makes the seasonal detector judge from the first minute on. */
const KNOWN_HOURS = 168;

const [minutes, templates, services, percent] = process.argv.slice(2).map(Number) as [
  number,
  number,
  number,
  number,
];

/** A day as they come: each cell as likely as any other, 1 to 20 lines, one in twenty of them an error. */
function* minutesOfCounts(): Generator<TemplateCount[]> {
  let seed = 1;
  const below = (bound: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % bound;
  };
  const ids = Array.from({ length: templates }, (_, at) => `template-${at}`);
  const names = Array.from({ length: services }, (_, at) => `service-${at}`);
  const cells = Math.round((templates * services * percent) / 100);
  for (let minute = START; minute < START + minutes; minute++) {
    yield Array.from({ length: cells }, () => ({
      minute,
      template_id: ids[below(templates)]!,
      service: names[below(services)]!,
      level: below(20) === 0 ? 'ERROR' : 'INFO',
      count: 1 + below(20),
    }));
  }
}

function measure(): DetectCost {
  const counts = new CountHistory({ span_minutes: HISTORY_MINUTES });
  const state = new DetectionState();
  const hours: number[] = [];
  const first_hour = Math.floor(START / 60);
  for (let hour = first_hour - KNOWN_HOURS; hour < first_hour; hour++) hours.push(hour, 60, 0, 0);
  state.profiles.apply(new Map([[CALENDAR, { hours, minutes: [] }]]), START);
  const known = new Map<string, KnownTemplate>(
    Array.from({ length: templates }, (_, at) => [
      `template-${at}`,
      { text: `template ${at}`, first_seen: START * 60_000 },
    ]),
  );
  const detectors = detectorsOf();
  const took: number[] = [];
  let findings = 0;
  let minute = START;
  for (const rows of minutesOfCounts()) {
    const begun = process.cpuUsage();
    counts.replace({ counts: rows });
    const run = driveMinutes({ detectors, state, counts, templates: known, from: minute, to: minute + 1 });
    const { user, system } = process.cpuUsage(begun);
    took.push((user + system) / 1000);
    findings += run.findings.length;
    minute++;
  }
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return {
    pass_s: rounded(took.reduce((sum, one) => sum + one, 0) / 1000),
    minute_ms: rounded(median(took)),
    slowest_minute_ms: rounded(Math.max(...took)),
    peak_mb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    series: state.profiles.entries.size,
    findings,
  };
}

process.stdout.write(JSON.stringify(measure()));
