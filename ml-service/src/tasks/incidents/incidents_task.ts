import type { IncidentDocument } from '../../../../common/documents/incident_document.ts';
import { MINUTE_MS } from '../../../../common/minutes.ts';
import type { RankedCause } from '../../correlate/cause/rank_causes.ts';
import { asksForCause, beginningOf, clearCause, withCause } from '../../incidents/cause.ts';
import { isNotice } from '../../incidents/evidence.ts';
import type { IncidentSettings } from '../../incidents/join_evidence.ts';
import type { ChangedAnomaly } from '../../ports/incidents.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { TaskPorts } from '../cycle/cycle.ts';
import { raiseDoneUntil, readDoneUntil, type Task } from '../run/task.ts';
import { tellIncidents } from './tell_incidents.ts';

const BUDGET_MS = 20_000;
/** Changed anomalies at once. */
const PAGE_SIZE = 500;
/**
 * What is written bears the moment when it was made: it may be seen later than what was made after it. Detectors write within
 * their budget of 20 s; clocks of a fleet differ by less than the rest.
 */
const SETTLE_MS = 5 * MINUTE_MS;
/** Incidents that are looked at together, the newest first: open ones that may be over, and those of a stretch of time. */
const MOST_AT_ONCE = 200;

/** What a run told. */
export interface ToldIncidents {
  /** As they were written. */
  readonly incidents: readonly IncidentDocument[];
  /** How many are active now. */
  readonly open: number;
}

/**
 * Joins anomalies and failed requests into incidents. Done until: anomalies that were written before are in incidents. Anybody
 * writes anomalies: the live detectors, jobs that read a past range, people who expected one.
 */
export function incidentsTask({
  ports,
  incident_settings: settings,
  causesOf,
}: {
  readonly ports: Pick<TaskPorts, 'incidents' | 'state' | 'now'>;
  readonly incident_settings: IncidentSettings;
  /** Services ranked by how likely it began there, by what requests show; it takes a second or two. */
  readonly causesOf: (incident: IncidentDocument) => Promise<readonly RankedCause[]>;
}): Task<ToldIncidents> {
  const { state, incidents } = ports;
  /** What the run before looked at: until it has settled, it is read again and again. */
  let told_before: ReadonlySet<string> = new Set();
  return {
    name: 'incidents',
    budget_ms: BUDGET_MS,
    async run({ lease, until }) {
      const now = ports.now();
      const done_until = await readDoneUntil(state, 'incidents');
      const judged_until = (await readDoneUntil(state, 'detect')) ?? now;
      const options = { incidents, settings, judged_until, now };
      const since = done_until ?? 0;
      const ended_by = judged_until - settings.gap_minutes * MINUTE_MS;
      const { records: quiet } = await incidents.readIncidents({
        status: 'active',
        ended_by,
        size: MOST_AT_ONCE,
      });
      // In the first run all anomalies are looked at, and with them what failed around them.
      const failed = done_until === undefined ? [] : await incidents.readChangedFailures(since);
      let due = [...quiet.map(endOf), ...aroundMinutes(failed, settings)];
      const seen = new Set<string>();
      const told = new Map<string, IncidentDocument>();
      let after: ChangedAnomaly | undefined;
      do {
        const page = await incidents.readChangedAnomalies({ since, size: PAGE_SIZE, after });
        for (const one of page) seen.add(keyOf(one));
        const changed = page.filter(
          (one) => !told_before.has(keyOf(one)) && !isNotice(one.anomaly.anomaly.type),
        );
        for (const span of joinRanges([...due, ...changed.map(spanOf)])) {
          for (const one of await tellIncidents(span, options)) told.set(one.event.id, one);
          // Those included that were told by one who was killed before he asked.
          const { records } = await incidents.readIncidents({ range: span, size: MOST_AT_ONCE });
          for (const one of records.filter(asksForCause)) {
            if (ports.now() >= until) break;
            const named = await nameCause(one, { incidents, causesOf, now });
            if (named) told.set(named.event.id, named);
          }
        }
        due = [];
        after = page.length < PAGE_SIZE ? undefined : page.at(-1);
        const seen_until = Math.min(after?.updated ?? now, now - SETTLE_MS);
        await raiseDoneUntil({ state, task: 'incidents', done_until: seen_until, lease });
      } while (after && ports.now() < until);
      told_before = seen;
      const { total } = await incidents.readIncidents({ status: 'active', size: 0 });
      return { incidents: [...told.values()], open: total };
    },
  };
}

/** Asks where it began, and writes what the headline says by that. */
async function nameCause(
  incident: IncidentDocument,
  {
    incidents,
    causesOf,
    now,
  }: {
    readonly incidents: TaskPorts['incidents'];
    readonly causesOf: (incident: IncidentDocument) => Promise<readonly RankedCause[]>;
    readonly now: number;
  },
): Promise<IncidentDocument | undefined> {
  const clear = clearCause(await causesOf(incident));
  const { services, request_ids } = incident.incident;
  const failed = await incidents.readFailedRequests(request_ids);
  // Who may read its evidence may not read of every service: it is one of those that the evidence speaks of.
  const known = new Set([...services, ...failed.flatMap((request) => request.services)]);
  const service = clear !== undefined && known.has(clear) ? clear : undefined;
  const { to: until } = beginningOf(incident);
  return incidents.updateIncident(incident.event.id, (stored) => withCause(stored, { service, until, now }));
}

/** Where an incident ends: what goes on is told when its evidence changes. */
function endOf({ event }: IncidentDocument): TimeRange {
  const end = Date.parse(event.end);
  return { from: end, to: end };
}

/** As it was written: what changes bears another moment. */
function keyOf({ anomaly: { event } }: ChangedAnomaly): string {
  return `${event.id} ${event.updated}`;
}

function aroundMinutes(minutes: readonly number[], { gap_minutes }: IncidentSettings): TimeRange[] {
  const gap = gap_minutes * MINUTE_MS;
  return minutes.map((time) => ({ from: time - gap, to: time + MINUTE_MS + gap }));
}

function spanOf({ anomaly: { anomaly } }: ChangedAnomaly): TimeRange {
  const from = Date.parse(anomaly.first_seen);
  return { from, to: Math.max(from, Date.parse(anomaly.last_seen)) };
}

/** Ranges that overlap or border on each other as one, in order. */
function joinRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const joined: TimeRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && range.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else joined.push(range);
  }
  return joined;
}
