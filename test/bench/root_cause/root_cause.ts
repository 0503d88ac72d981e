import { join } from 'node:path';
import { isFailure } from '../../../common/levels.ts';
import { compareText } from '../../../common/compare_text.ts';
import { findCauses } from '../../../ml-service/src/correlate/cause/find_causes.ts';
import type { RankedCause } from '../../../ml-service/src/correlate/cause/rank_causes.ts';
import type { CourseLine } from '../../../ml-service/src/correlate/course/course_line.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import type { Benchmark, Figures } from '../benchmark.ts';
import { type Fault, type FaultyLogs, readFaultyLogs } from '../incidents/faulty_logs.ts';
import { type JoinedAgain, joinAgain } from './joined_again.ts';
import { type ReadLine, readParts } from './parsed_rows.ts';

const RANKS_SHOWN = 3;
/** Between the lines without a fault and those of one: of no request are lines in both. */
const GAP_MS = 60_000;

/** Services ranked by how likely an injected fault is theirs, from logs alone. */
export const rootCause: Benchmark = {
  purpose: 'the faulty service of injected faults, ranked from logs alone',
  options: {},
  run: ({ say, options: { data } }) => measure(readFaultyLogs(data ?? join(DATA_DIR, 'trainticket')), say),
};

function measure(logs: FaultyLogs, say: (text: string) => void): Figures {
  const rejoined: Record<keyof JoinedAgain, number> = {
    requests: 0,
    joined: 0,
    groups: 0,
    wrong_groups: 0,
    lines: 0,
    wrong_lines: 0,
  };
  const each = logs.faults.map((fault) => {
    const lines = linesOf(logs, fault);
    const again = joinAgain(logs, fault);
    const causesSince = (from: number) =>
      findCauses({ requests: requestsOf(lines), during: { from, to: Infinity } });
    const causes = causesSince(fault.injected);
    const told = {
      fault: fault.name,
      rank: rankOf(namesOf(causes), fault),
      baseline_rank: rankOf(baseline(lines, fault), fault),
      // As if nobody knew since when: all minutes of the fault, those before the injection included.
      rank_of_all_minutes: rankOf(namesOf(causesSince(fault.rows[0]!.time)), fault),
      causes: causes.slice(0, RANKS_SHOWN).map(({ service, score }) => ({ service, score: round(score) })),
    };
    for (const key of Object.keys(rejoined) as (keyof JoinedAgain)[]) rejoined[key] += again[key];
    say(JSON.stringify(told));
    return told;
  });
  const shareWithin = (ranks: readonly number[], most: number) =>
    round(ranks.filter((rank) => rank <= most).length / ranks.length, 1000);
  const whole = each.map(({ rank_of_all_minutes }) => rank_of_all_minutes);
  const [ours, crude] = [each.map(({ rank }) => rank), each.map(({ baseline_rank }) => baseline_rank)];
  return {
    faults: each.length,
    first: shareWithin(ours, 1),
    first_three: shareWithin(ours, 3),
    baseline_first: shareWithin(crude, 1),
    baseline_first_three: shareWithin(crude, 3),
    all_minutes_first: shareWithin(whole, 1),
    all_minutes_first_three: shareWithin(whole, 3),
    without_traces: {
      ...rejoined,
      joined_share: round(rejoined.joined / rejoined.requests, 1000),
      wrong_share: round(rejoined.wrong_groups / rejoined.groups, 10_000),
    },
    each,
  };
}

/** The lines without a fault, moved to lie before those of the fault, and these. */
function linesOf({ header, normal }: FaultyLogs, { rows }: Fault): readonly ReadLine[] {
  const textsOf = (some: Fault['rows']) => some.map(({ text }) => text);
  const [usual, faulty] = readParts(header, [textsOf(normal), textsOf(rows)]) as [ReadLine[], ReadLine[]];
  const last = usual.reduce((latest, { timestamp }) => Math.max(latest, timestamp), -Infinity);
  const moved = rows[0]!.time - GAP_MS - last;
  return [...usual.map((line) => ({ ...line, timestamp: line.timestamp + moved })), ...faulty];
}

function namesOf(causes: readonly RankedCause[]): readonly string[] {
  return causes.map(({ service }) => service);
}

/** From 1; Infinity where it is not among them. A pod's name begins with its service's. */
function rankOf(services: readonly string[], { pod }: Fault): number {
  const at = services.findIndex((service) => pod === service || pod.startsWith(`${service}-`));
  return at < 0 ? Infinity : at + 1;
}

/** Errors and warnings since the injection, by service. */
function baseline(lines: readonly ReadLine[], { injected }: Fault): readonly string[] {
  const counts = new Map<string, number>();
  for (const { timestamp, service, level } of lines) {
    if (timestamp < injected || !(isFailure(level) || level === 'WARN')) continue;
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([service]) => service);
}

function requestsOf(lines: readonly ReadLine[]): Iterable<readonly CourseLine[]> {
  const requests = new Map<string, CourseLine[]>();
  lines.forEach(({ request_id, timestamp, service, template_id, level }, at) => {
    if (request_id === undefined) return;
    const line: CourseLine = {
      time: timestamp,
      service,
      ...(template_id !== undefined && { template_id }),
      ...(level && { level }),
      reference: { _index: '', _id: String(at) },
    };
    const known = requests.get(request_id);
    if (known) known.push(line);
    else requests.set(request_id, [line]);
  });
  return requests.values();
}

function round(value: number, by = 10): number {
  return Math.round(value * by) / by;
}
