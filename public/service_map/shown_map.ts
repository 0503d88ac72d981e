import type { CallNumbers, ServiceEdge, ServiceMapResponse, ServiceNode } from '../../common/api.ts';

/** Services that are drawn: of more nobody sees anything. The table has all calls. */
const MOST_SERVICES = 80;
/** Of the calls so many failed, and it is no exception any more. */
const MANY_FAILURES = 0.05;
/** Pixels of the line of the fewest and of the most calls. */
const LINE = { thinnest: 1.25, thickest: 6 } as const;

/** How much fails: nothing, some, or at least one in twenty. */
export type FailureTone = 'none' | 'some' | 'many';

/** A call compared with the period before: as before, not there before, or not there any more. */
export type Novelty = 'usual' | 'new' | 'gone';

/** What of a map is drawn. */
export interface ShownMap {
  readonly services: readonly ServiceNode[];
  readonly edges: readonly ServiceEdge[];
  /** Services that are called from outside. */
  readonly entries: readonly string[];
  /** Services that had no room. */
  readonly left_out: number;
}

/**
 * The services that are drawn, with the calls between them.
 *
 * @param near - Only this service, who calls it, and whom it calls.
 */
export function shownMapOf(
  { services, edges }: Pick<ServiceMapResponse, 'services' | 'edges'>,
  near: string | undefined,
): ShownMap {
  const neighbours = near === undefined ? undefined : neighboursOf(edges, near);
  const wanted = services.filter(({ name }) => !neighbours || neighbours.has(name));
  const names = new Set(
    [...wanted]
      .sort((a, b) => weightOf(b) - weightOf(a))
      .slice(0, MOST_SERVICES)
      .map(({ name }) => name),
  );
  const shown = edges.filter(
    ({ caller, callee }) => names.has(callee) && (caller === undefined || names.has(caller)),
  );
  return {
    services: wanted.filter(({ name }) => names.has(name)),
    edges: neighbours
      ? shown.filter(({ caller, callee }) => caller === undefined || caller === near || callee === near)
      : shown,
    entries: shown.filter(({ caller }) => caller === undefined).map(({ callee }) => callee),
    left_out: wanted.length - names.size,
  };
}

/** A service, who calls it, and whom it calls. */
export function neighboursOf(edges: readonly ServiceEdge[], name: string): ReadonlySet<string> {
  const near = edges.filter(({ caller, callee }) => caller === name || callee === name);
  return new Set([name, ...near.flatMap(({ caller, callee }) => [caller ?? callee, callee])]);
}

/** What fails is shown before what is called often. */
function weightOf({ calls, failures, before }: ServiceNode): number {
  return failures * 1000 + calls + (before?.calls ?? 0);
}

export function toneOf({ calls, failures }: Pick<CallNumbers, 'calls' | 'failures'>): FailureTone {
  if (failures === 0) return 'none';
  return failures < calls * MANY_FAILURES ? 'some' : 'many';
}

/** @param before_known - Whether anything is known of the period before. */
export function noveltyOf({ calls, before }: ServiceEdge, before_known: boolean): Novelty {
  if (calls === 0) return 'gone';
  return before === undefined && before_known ? 'new' : 'usual';
}

/**
 * The width of a line by the square root of its calls; one call in a million is seen, too.
 *
 * @param most - Calls of the busiest edge.
 * @example
 * lineWidth(0, 10_000) // 1.25
 * lineWidth(10_000, 10_000) // 6
 */
export function lineWidth(calls: number, most: number): number {
  const { thinnest, thickest } = LINE;
  return thinnest + (thickest - thinnest) * Math.sqrt(calls / Math.max(1, most));
}

/** What a service or a call is told from others by. */
export const edgeKey = ({ caller, callee }: Pick<ServiceEdge, 'caller' | 'callee'>) =>
  JSON.stringify([caller, callee]);
