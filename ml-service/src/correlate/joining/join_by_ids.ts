import { DisjointSets } from '../../incidents/disjoint_sets.ts';

/** Within a request lines with one id follow one another so many times faster at most than its quickest quarter do. */
const PAUSE_FACTOR = 20;
const PAUSE_BOUNDS_MS = { least: 50, most: 10_000 };
const QUICKEST_SHARE = 0.25;
/** An order is placed, paid, shipped and returned, each by a request; what comes back more often is a user, a host, a constant. */
const MOST_TURNS = 8;
/** A line with more of them is a list of things, not of its own request. */
const MOST_IDS = 8;
/** Lines that one id may have: so many, and of a long log that share. */
const MOST_LINES = { count: 100, share: 0.01 };

/** A line, and what in it may be an id. */
export interface JoinableLine {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly service: string;
  readonly ids: readonly string[];
}

/** Why an id joins nothing: only one service writes it, it has too large a part of all lines, or it comes back too often. */
export type IdRefusal = 'one_service' | 'too_many_lines' | 'recurs';

/** What lines say of an id. */
export interface SeenId {
  readonly lines: number;
  /** Of its first and its last line, milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  /** In so many bursts its lines come. */
  readonly turns: number;
  /** Absent where it joins. */
  readonly refused?: IdRefusal;
}

/** Lines that were joined, and what was learned. */
export interface JoinedLines {
  /** Indices of the lines of each request, ascending; of at least two services. */
  readonly requests: readonly (readonly number[])[];
  /** A longer pause between two lines with one id parts two requests. Milliseconds. */
  readonly pause_ms: number;
  readonly joining_ids: number;
  readonly refused: Readonly<Record<IdRefusal, number>>;
}

/**
 * Joins lines to requests where no field names one, by values that several services write: an id that services hand on comes in
 * bursts, each of them of one request. A line that has several joins those.
 *
 * @example
 * joinByIds(lines.map(({ time, service, text }) => ({ time, service, ids: idCandidates(text) }))).requests // [[0, 3, 4], …]
 */
export function joinByIds(lines: readonly JoinableLine[]): JoinedLines {
  const refused: Record<IdRefusal, number> = { one_service: 0, too_many_lines: 0, recurs: 0 };
  const candidates: (readonly number[])[] = [];
  for (const at of linesByIds(lines).values()) {
    const refusal = refusalByLines(lines, at);
    if (refusal) refused[refusal] += 1;
    else candidates.push(at);
  }
  const pause_ms = pauseOf(lines, candidates);
  const sets = new DisjointSets(lines.length);
  let joining_ids = 0;
  for (const at of candidates) {
    const turns = turnsOf(lines, at, pause_ms);
    if (turns.length > MOST_TURNS) refused.recurs += 1;
    else joining_ids += 1;
    if (turns.length > MOST_TURNS) continue;
    for (const [first, ...others] of turns) for (const other of others) sets.join(first!, other);
  }
  const requests = [...Map.groupBy(lines.keys(), (at) => sets.rootOf(at)).values()];
  return {
    requests: requests.filter((at) => isOfSeveralServices(lines, at)),
    pause_ms,
    joining_ids,
    refused,
  };
}

/**
 * What lines say of each id by itself: whether it joins services, in one burst only.
 *
 * @param pause_ms - A longer pause between two of its lines parts two bursts.
 */
export function seeIds(lines: readonly JoinableLine[], pause_ms: number): ReadonlyMap<string, SeenId> {
  const seen = new Map<string, SeenId>();
  for (const [id, at] of linesByIds(lines)) {
    const turns = turnsOf(lines, at, pause_ms).length;
    const refused = refusalByLines(lines, at) ?? (turns > 1 ? 'recurs' : undefined);
    const [first, last] = [lines[at[0]!]!.time, lines[at.at(-1)!]!.time];
    seen.set(id, { lines: at.length, first, last, turns, ...(refused && { refused }) });
  }
  return seen;
}

/** Why the lines of an id are none of a request, however they lie in time. */
function refusalByLines(lines: readonly JoinableLine[], at: readonly number[]): IdRefusal | undefined {
  if (!isOfSeveralServices(lines, at)) return 'one_service';
  const most = Math.max(MOST_LINES.count, MOST_LINES.share * lines.length);
  return at.length > most ? 'too_many_lines' : undefined;
}

/** Indices of the lines of each id, in time order. */
function linesByIds(lines: readonly JoinableLine[]): ReadonlyMap<string, readonly number[]> {
  const known = new Map<string, number[]>();
  const in_order = [...lines.keys()].sort((a, b) => lines[a]!.time - lines[b]!.time);
  for (const at of in_order) {
    const ids = new Set(lines[at]!.ids);
    if (ids.size > MOST_IDS) continue;
    for (const id of ids) {
      const of_id = known.get(id);
      if (of_id) of_id.push(at);
      else known.set(id, [at]);
    }
  }
  return known;
}

function isOfSeveralServices(lines: readonly JoinableLine[], at: readonly number[]): boolean {
  return at.some((index) => lines[index]!.service !== lines[at[0]!]!.service);
}

function pauseOf(lines: readonly JoinableLine[], candidates: readonly (readonly number[])[]): number {
  const { least, most } = PAUSE_BOUNDS_MS;
  const gaps = candidates
    .flatMap((at) => at.slice(1).map((index, before) => lines[index]!.time - lines[at[before]!]!.time))
    .sort((a, b) => a - b);
  const quick = gaps[Math.floor(gaps.length * QUICKEST_SHARE)] ?? 0;
  return Math.min(most, Math.max(least, PAUSE_FACTOR * quick));
}

/** Lines of an id, parted where nothing came for longer than the pause. */
function turnsOf(
  lines: readonly JoinableLine[],
  at: readonly number[],
  pause_ms: number,
): readonly (readonly number[])[] {
  const turns: number[][] = [];
  let last = -Infinity;
  for (const index of at) {
    const { time } = lines[index]!;
    if (time - last > pause_ms) turns.push([]);
    turns.at(-1)!.push(index);
    last = time;
  }
  return turns;
}
