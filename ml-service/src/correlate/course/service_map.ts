import type {
  CallNumbers,
  ServiceEdge,
  ServiceMapResponse,
  ServiceNode,
} from '../../../../common/api/service_map.ts';
import { compareText } from '../../../../common/compare_text.ts';
import { compareEdges, type Edge, edgeKeyOf } from './edges.ts';

type EdgeNumbers = Pick<Edge, 'calls' | 'failures' | 'retries' | 'latency_sum'>;

const NONE: EdgeNumbers = { calls: 0, failures: 0, retries: 0, latency_sum: 0 };

/** Edges and services of a period beside those of the one before: what is in either is there. */
export function serviceMapOf({
  now,
  before,
}: {
  readonly now: readonly Edge[];
  readonly before: readonly Edge[];
}): Pick<ServiceMapResponse, 'services' | 'edges' | 'before_known'> {
  const former = new Map(before.map((edge) => [edgeKeyOf(edge), edge]));
  const current = new Set(now.map(edgeKeyOf));
  const gone = before.filter((edge) => !current.has(edgeKeyOf(edge))).map((edge) => ({ ...edge, ...NONE }));
  const edges = [...now, ...gone].sort(compareEdges).map((edge): ServiceEdge => {
    const { caller, callee } = edge;
    return { ...(caller !== undefined && { caller }), callee, ...beside(edge, former.get(edgeKeyOf(edge))) };
  });
  const names = new Set([...now, ...before].flatMap(({ caller, callee }) => [caller ?? callee, callee]));
  const services = [...names].sort(compareText).map((name): ServiceNode => {
    const callsOf = (some: readonly Edge[]) => some.filter(({ callee }) => callee === name);
    const known = callsOf(before);
    return { name, ...beside(sumOf(callsOf(now)), known.length === 0 ? undefined : sumOf(known)) };
  });
  return { services, edges, before_known: before.length > 0 };
}

function sumOf(edges: readonly EdgeNumbers[]): EdgeNumbers {
  return edges.reduce(
    (sum, edge) => ({
      calls: sum.calls + edge.calls,
      failures: sum.failures + edge.failures,
      retries: sum.retries + edge.retries,
      latency_sum: sum.latency_sum + edge.latency_sum,
    }),
    NONE,
  );
}

function beside(now: EdgeNumbers, before: EdgeNumbers | undefined) {
  return { ...numbersOf(now), ...(before && { before: numbersOf(before) }) };
}

function numbersOf({ calls, failures, retries, latency_sum }: EdgeNumbers): CallNumbers {
  return { calls, failures, retries, ...(calls > 0 && { mean_ms: latency_sum / calls }) };
}
