import { compareText } from '../../../common/compare_text.ts';
import { failureOf } from '../../../common/failure_of.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';
import type { IncidentsConfig } from '../settings/incidents.ts';
import { DisjointSets } from './disjoint_sets.ts';
import { compareEvidence, type Evidence, type FailedSample, type Failures } from './evidence.ts';

/** When anomalies are one incident, as it is configured: tasks know no settings but by the stages. */
export type IncidentSettings = IncidentsConfig;

/** Evidence of one cause, in the order of its first minutes, and the requests that failed for it. */
export interface EvidenceGroup {
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** By time, then service, those without an error first. */
  readonly failures: readonly Failures[];
  readonly start: number;
  readonly end: number;
}

/** Evidence of one key without a longer pause; a member stands for all of it. */
interface Stretch {
  readonly start: number;
  end: number;
  readonly member: number;
}

type Stretches = ReadonlyMap<string, readonly Stretch[]>;

/**
 * Joins evidence into groups of one cause: what is close in time and of one service, or of services that a failed request
 * connects, and the same abnormal again within a longer while. The groups are those of all evidence together, whatever the
 * order in which it came. Cost: that of sorting, and a look-up for each service and template of a sampled request.
 */
export function joinEvidence({
  evidence,
  failures,
  settings,
}: {
  readonly evidence: readonly Evidence[];
  readonly failures: readonly Failures[];
  readonly settings: IncidentsConfig;
}): readonly EvidenceGroup[] {
  const ordered = evidence
    .filter(({ is_expected, is_notice = false }) => !is_expected && !is_notice)
    .sort(compareEvidence);
  const sets = new DisjointSets(ordered.length);
  const gap = settings.gap_minutes * MINUTE_MS;
  const near = joinStretches(ordered, { sets, reach: gap, keysOf: nearKeysOf });
  joinStretches(ordered, { sets, reach: reachOf(settings), keysOf: sameKeysOf });
  const touched = failures.map((one) => joinTouched(one, { sets, near, gap }));
  return groupsOf(ordered, { sets, failures, touched });
}

/** The farthest that evidence of one incident lies apart, milliseconds. */
export function reachOf({ gap_minutes, reopen_minutes }: IncidentsConfig): number {
  return Math.max(gap_minutes, reopen_minutes) * MINUTE_MS;
}

/** Close in time, evidence that shares one of these is of one cause. */
function nearKeysOf({ id, service, template_id, request_id, request_ids = [] }: Evidence): readonly string[] {
  return [
    anomalyKey(id),
    ...(service === undefined ? [] : [serviceKey(service)]),
    ...(service === undefined || template_id === undefined ? [] : [templateKey(template_id, service)]),
    ...[...(request_id === undefined ? [] : [request_id]), ...request_ids].map((id) => `request ${id}`),
  ];
}

/** The same abnormal: it may have been quiet for longer. */
function sameKeysOf({ subject, template_id }: Evidence): readonly string[] {
  return [`subject ${subject}`, ...(template_id === undefined ? [] : [`template ${template_id}`])];
}

const anomalyKey = (id: string) => `anomaly ${id}`;
const serviceKey = (service: string) => `service ${service}`;
const templateKey = (template: string, service: string) => `line ${JSON.stringify([template, service])}`;

function joinStretches(
  ordered: readonly Evidence[],
  how: {
    readonly sets: DisjointSets;
    readonly reach: number;
    readonly keysOf: (evidence: Evidence) => readonly string[];
  },
): Stretches {
  const { sets, reach, keysOf } = how;
  const stretches = new Map<string, Stretch[]>();
  for (const [member, one] of ordered.entries()) {
    for (const key of keysOf(one)) {
      let known = stretches.get(key);
      if (!known) stretches.set(key, (known = []));
      const last = known.at(-1);
      if (last && one.start - last.end <= reach) {
        last.end = Math.max(last.end, one.end);
        sets.join(last.member, member);
      } else known.push({ start: one.start, end: one.end, member });
    }
  }
  return stretches;
}

/** Joins what each of the requests touches. Returns what they touch, a member for each time. */
function joinTouched(
  { samples }: Failures,
  { sets, near, gap }: { sets: DisjointSets; near: Stretches; gap: number },
): readonly number[] {
  return samples.flatMap((request) => {
    const time = Date.parse(failureOf(request)['@timestamp']);
    const members = keysOfRequest(request).flatMap((key) => touchedAt(near.get(key), { time, gap }));
    const [first] = members;
    if (first === undefined) return [];
    for (const member of members) sets.join(first, member);
    return [first];
  });
}

/** Where it failed, and what it wrote elsewhere: a cause may warn where only its effects fail. */
function keysOfRequest({ hops, first_error, break_point, anomaly_id }: FailedSample): readonly string[] {
  // Where it stopped, and where it was to go on.
  const broke = first_error || !break_point ? [] : [break_point.service, break_point.missing?.service];
  return [
    ...(anomaly_id === undefined ? [] : [anomalyKey(anomaly_id)]),
    ...broke.flatMap((service) => (service === undefined ? [] : [serviceKey(service)])),
    ...hops.flatMap(({ service, error_count, template_ids }) => [
      ...(error_count > 0 ? [serviceKey(service)] : []),
      ...template_ids.map((id) => templateKey(id, service)),
    ]),
  ];
}

/** Stretches lie further apart than the gap, so that at most two are close to a moment. */
function touchedAt(
  stretches: readonly Stretch[] = [],
  { time, gap }: { time: number; gap: number },
): readonly number[] {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.start - gap <= time) low = middle + 1;
    else high = middle;
  }
  return stretches
    .slice(Math.max(0, low - 2), low)
    .filter(({ end }) => end + gap >= time)
    .map(({ member }) => member);
}

function groupsOf(
  ordered: readonly Evidence[],
  joined: {
    readonly sets: DisjointSets;
    readonly failures: readonly Failures[];
    readonly touched: readonly (readonly number[])[];
  },
): readonly EvidenceGroup[] {
  const { sets, failures, touched } = joined;
  const groups = new Map<number, { evidence: Evidence[]; failures: Failures[]; end: number }>();
  for (const [member, one] of ordered.entries()) {
    const root = sets.rootOf(member);
    const group = groups.get(root);
    if (group) {
      group.evidence.push(one);
      group.end = Math.max(group.end, one.end);
    } else groups.set(root, { evidence: [one], failures: [], end: one.end });
  }
  for (const [number, one] of failures.entries()) {
    const root = mostOf(touched[number]!.map((member) => sets.rootOf(member)));
    if (root !== undefined) groups.get(root)!.failures.push(one);
  }
  return [...groups.values()].map(({ evidence, failures: failed, end }) => ({
    evidence: evidence as [Evidence, ...Evidence[]],
    failures: failed.sort((a, b) => a.time - b.time || compareText(a.service ?? '', b.service ?? '')),
    start: evidence[0]!.start,
    end,
  }));
}

/** The one that is there most often, of several the least. */
function mostOf(roots: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const root of roots) counts.set(root, (counts.get(root) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}
