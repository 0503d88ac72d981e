import type { Anomaly } from '../../common/api.ts';
import { MINUTE_MS } from '../../common/minutes.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';

/** Below "minor" an anomaly is worth a look, not a call. */
export const TROUBLE_FROM = SCORE_BANDS[2].from;

/** Anomalies of one template that are so near to each other belong together: a detector looks at windows of ten minutes. */
const NEAR_MS = 10 * MINUTE_MS;

/** What belongs together: anomalies of one template, of whatever type and in whatever service, at one time. */
export interface TroubleGroup {
  /** The worst of them, which speaks for all. */
  readonly worst: Anomaly;
  /** The worst first. */
  readonly anomalies: readonly Anomaly[];
  readonly start: string;
  readonly is_active: boolean;
  readonly services: readonly string[];
  readonly types: readonly string[];
}

/** Anomalies of a range by what they ask of people. */
export interface Trouble {
  /** Of what is minor or worse, and not expected: what goes on first, then the most severe, then the newest. */
  readonly groups: readonly TroubleGroup[];
  /** Anomalies in these groups, and how many of them are active and critical. */
  readonly count: number;
  readonly active: number;
  readonly critical: number;
}

const startOf = ({ event }: Anomaly) => Date.parse(event.start);
const endOf = ({ event }: Anomaly) => Date.parse(event.end);
const byScore = (a: Anomaly, b: Anomaly) =>
  b.event.risk_score - a.event.risk_score || startOf(a) - startOf(b) || (a.event.id < b.event.id ? -1 : 1);

/** Tells what is wrong from what is merely unusual or expected. */
export function troubleOf(all: readonly Anomaly[]): Trouble {
  const anomalies = all.filter(
    ({ event, anomaly }) => anomaly.status !== 'expected' && event.risk_score >= TROUBLE_FROM,
  );
  const bySubject = Map.groupBy(anomalies, subjectOf);
  const groups = [...bySubject.values()].flatMap(nearOnes).map(groupOf);
  return {
    groups: groups.sort(
      (a, b) =>
        Number(b.is_active) - Number(a.is_active) ||
        b.worst.event.risk_score - a.worst.event.risk_score ||
        Date.parse(b.start) - Date.parse(a.start),
    ),
    count: anomalies.length,
    active: anomalies.filter(isActive).length,
    critical: anomalies.filter(({ event }) => event.risk_score >= SCORE_BANDS[0].from).length,
  };
}

const isActive = ({ anomaly }: Anomaly) => anomaly.status === 'active';

function subjectOf({ log_ai, subject }: Anomaly): string {
  return log_ai.template?.id ?? `${subject.kind} ${subject.key}`;
}

/** Anomalies of one subject, apart where more than a while lies between them. */
function nearOnes(anomalies: readonly Anomaly[]): Anomaly[][] {
  const runs: Anomaly[][] = [];
  let until = -Infinity;
  for (const anomaly of anomalies.toSorted((a, b) => startOf(a) - startOf(b))) {
    if (startOf(anomaly) - until > NEAR_MS) runs.push([]);
    runs.at(-1)!.push(anomaly);
    until = Math.max(until, endOf(anomaly));
  }
  return runs;
}

function groupOf(anomalies: readonly Anomaly[]): TroubleGroup {
  const worst_first = anomalies.toSorted(byScore);
  const distinct = (values: readonly string[]) => [...new Set(values)];
  return {
    worst: worst_first[0]!,
    anomalies: worst_first,
    start: anomalies.reduce(
      (first, { event }) => (event.start < first ? event.start : first),
      anomalies[0]!.event.start,
    ),
    is_active: anomalies.some(isActive),
    services: distinct(worst_first.flatMap(({ service }) => service?.name ?? [])),
    types: distinct(worst_first.map(({ anomaly }) => anomaly.type)),
  };
}
