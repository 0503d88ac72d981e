import { compareText } from '../../../../common/compare_text.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import type { Parameters } from '../../../../common/documents/log_document.ts';
import { isStepEnd, type Steps } from '../../parse/in_slices.ts';
import { isIdCandidate } from './id_candidates.ts';
import { type IdRefusal, type JoinableLine, seeIds, type SeenId } from './join_by_ids.ts';

/** A request has ended where nothing came of it for so long: what comes later is another one, as of sessions. */
const PAUSE_MS = 30_000;
/** Of a parameter, by their hashes: those of two parameters that hold the same ids are the same. */
const MOST_VALUES = 50;
/** Fewer distinct values may join services by chance: a shop with three users has quiet ones. */
const LEAST_VALUES = 20;
/** Where other lines have them as ids of their requests, a few are enough: a line of a failure is rare. */
const LEAST_KNOWN_VALUES = 3;
/** Nearly all: at the ends of what was read, and of a restarted service, ids of requests look odd, too. */
const NEARLY_ALL = 0.9;
/** A request may have but this line; where most have, nobody knows what the value is. */
const LEAST_JOINING = 0.5;
/** What was learned from a sample is believed until most values speak against it. */
const CONTRADICTING = 0.5;
/** Longer than requests last whose lines are put together minute by minute. */
const LONGEST_REQUEST_MS = 600_000;
/** A value of which there are fewer lines says nothing yet of a parameter that has but a few of them. */
const LEAST_LINES = 20;

/** A line that names no request. */
export interface ParameterLine {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly service: string;
  readonly template_id: string;
  readonly params: Parameters;
}

/** What all lines of a longer time say of an id. */
export interface IdExtent {
  /** Of its first and its last line, milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  /** Lines whose request it names. */
  readonly request_lines: number;
}

/** A parameter of a template. */
export interface ParameterName {
  readonly template_id: string;
  readonly parameter: string;
}

/** A parameter whose values may be ids, with what the lines that were read say of some of them. */
export interface SampledParameter extends ParameterName {
  readonly lines: number;
  readonly values: ReadonlyMap<string, SeenId>;
}

/** A parameter that holds ids of requests, or why its values are none; one of which too little is known has no verdict. */
export interface ParameterVerdict extends ParameterName {
  readonly refused?: IdRefusal;
}

/**
 * The parameters of a stretch of lines whose values may be ids. The order of the lines says nothing.
 *
 * @param lines - All of a time that name no request, so that requests are whole in them.
 */
export function* sampleParameters(lines: readonly ParameterLine[]): Steps<readonly SampledParameter[]> {
  const gathered = new Map<string, ParameterName & { lines: number; readonly ids: string[] }>();
  const joinable: JoinableLine[] = [];
  for (const [at, { time, service, template_id, params }] of lines.entries()) {
    const ids: string[] = [];
    for (const [parameter, value] of Object.entries(params)) {
      const key = JSON.stringify([template_id, parameter]);
      let one = gathered.get(key);
      if (!one) gathered.set(key, (one = { template_id, parameter, lines: 0, ids: [] }));
      one.lines += 1;
      const id = String(value);
      if (!isIdCandidate(id)) continue;
      one.ids.push(id);
      ids.push(id);
    }
    joinable.push({ time, service, ids });
    if (isStepEnd(at)) yield;
  }
  const seen = seeIds(joinable, PAUSE_MS);
  yield;
  const sampled: SampledParameter[] = [];
  for (const { ids, ...one } of gathered.values()) {
    if (ids.length === 0 || ids.length < NEARLY_ALL * one.lines) continue;
    const drawn = drawIds(ids.filter((id) => seen.has(id)));
    sampled.push({ ...one, values: new Map(drawn.map((id) => [id, seen.get(id)!])) });
    yield;
  }
  return sampled.sort((a, b) => b.lines - a.lines || compareNames(a, b));
}

function compareNames(a: ParameterName, b: ParameterName): number {
  return compareText(a.template_id, b.template_id) || compareText(a.parameter, b.parameter);
}

/** Some of these ids, each once: the same in whatever order they come. */
export function drawIds(ids: Iterable<string>): readonly string[] {
  const by_hash = [...new Set(ids)].map((id) => [murmur3(id), id] as const);
  by_hash.sort(([a], [b]) => compareText(a, b));
  return by_hash.slice(0, MOST_VALUES).map(([, id]) => id);
}

/**
 * The ids of which the lines of a longer time are to be asked, because the stretch that was read speaks against none of them.
 *
 * @param most_ids - Those of the parameters with most lines are first; of a parameter all are asked, or none.
 */
export function idsToAsk(sampled: readonly SampledParameter[], most_ids: number): readonly string[] {
  const asked = new Set<string>();
  for (const one of sampled) {
    if (one.values.size < LEAST_KNOWN_VALUES || isSpokenAgainst(one)) continue;
    const added = [...one.values.keys()].filter((id) => !asked.has(id));
    if (asked.size + added.length > most_ids) continue;
    for (const id of added) asked.add(id);
  }
  return [...asked];
}

function isSpokenAgainst(one: SampledParameter): boolean {
  const refused = refusalOf(one, tallyOf(one, new Map()));
  return refused !== undefined && refused !== 'one_service';
}

/**
 * Says of parameters whether their values are ids of requests: nearly all of those that several lines have join services, in one
 * burst, and never come back. Where other lines have them as ids of their requests, a few are enough.
 *
 * @param extents - Of the ids that were asked; of a parameter of which one is missing nothing is learned.
 */
export function judgeParameters(
  sampled: readonly SampledParameter[],
  extents: ReadonlyMap<string, IdExtent>,
): readonly ParameterVerdict[] {
  return sampled.flatMap((one) => {
    const { template_id, parameter } = one;
    const tally = tallyOf(one, extents);
    if (isLearned(tally))
      return [...one.values.keys()].every((id) => extents.has(id)) ? [{ template_id, parameter }] : [];
    const refused = refusalOf(one, tally);
    return refused ? [{ template_id, parameter, refused }] : [];
  });
}

/** Values of a parameter by what they do. */
interface ValueTally {
  readonly all: number;
  readonly joining: number;
  /** Of these, those that name the requests of other lines. */
  readonly known: number;
  /** Those that but one line has. */
  readonly alone: number;
  readonly refused: Readonly<Record<IdRefusal, number>>;
}

function tallyOf({ values }: SampledParameter, extents: ReadonlyMap<string, IdExtent>): ValueTally {
  const refused: Record<IdRefusal, number> = { one_service: 0, too_many_lines: 0, recurs: 0 };
  const tally = { all: values.size, joining: 0, known: 0, alone: 0 };
  for (const [id, seen] of values) {
    const extent = extents.get(id);
    const is_known = extent !== undefined && extent.request_lines > 0;
    if (seen.refused === 'too_many_lines') refused.too_many_lines += 1;
    else if (comesBack(seen, extent)) refused.recurs += 1;
    else if (is_known || seen.refused === undefined) {
      tally.joining += 1;
      if (is_known) tally.known += 1;
    } else if (seen.lines === 1) tally.alone += 1;
    else refused.one_service += 1;
  }
  return { ...tally, refused };
}

/** Whether it stands in lines that are too far from one another to be of one request. */
function comesBack(seen: SeenId, extent: Pick<IdExtent, 'first' | 'last'> = seen): boolean {
  if (seen.turns > 1 || seen.last - seen.first > LONGEST_REQUEST_MS) return true;
  return extent.first < seen.first - PAUSE_MS || extent.last > seen.last + PAUSE_MS;
}

function isLearned({ all, joining, known, alone }: ValueTally): boolean {
  if (all >= LEAST_KNOWN_VALUES && known >= NEARLY_ALL * all) return true;
  return all >= LEAST_VALUES && joining >= NEARLY_ALL * (all - alone) && joining >= LEAST_JOINING * all;
}

/** The reason that most values give, where enough is known. */
function refusalOf({ lines }: SampledParameter, { all, alone, refused }: ValueTally): IdRefusal | undefined {
  const { one_service, too_many_lines, recurs } = refused;
  const is_clear = lines >= LEAST_LINES && too_many_lines + recurs > CONTRADICTING * all;
  if (all < LEAST_VALUES && !is_clear) return undefined;
  if (recurs >= Math.max(too_many_lines, 1) && (is_clear || recurs > (1 - NEARLY_ALL) * all)) return 'recurs';
  if (too_many_lines > 0 && (is_clear || too_many_lines > (1 - NEARLY_ALL) * all)) return 'too_many_lines';
  return one_service + alone > 0 ? 'one_service' : undefined;
}

/** Whether what is known of the values of a parameter clearly contradicts that they are ids of requests. */
export function isContradicted(extents: readonly IdExtent[]): boolean {
  const too_long = extents.filter(({ first, last }) => last - first > LONGEST_REQUEST_MS);
  return extents.length >= LEAST_VALUES && too_long.length > CONTRADICTING * extents.length;
}
