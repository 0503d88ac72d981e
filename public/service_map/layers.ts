/** Who calls whom, without numbers. */
export interface Call {
  readonly caller: string;
  readonly callee: string;
}

/** Services in columns: each stands right of all that call it, but for calls that lead back. */
export interface Layers {
  /** From 0, by service. */
  readonly layer_of: ReadonlyMap<string, number>;
  /** Calls that close a circle: they lead to the left. */
  readonly back: ReadonlySet<Call>;
}

/**
 * Layers by the longest way from the services that are asked first. What has no room in a layer goes into the next one.
 *
 * @param input.entries - Services that are called from outside.
 * @param input.most - Services of one layer.
 * @example
 * // a calls b, b calls c
 * layersOf({ names: ['a', 'b', 'c'], calls, entries: ['a'], most: 12 }).layer_of // a: 0, b: 1, c: 2
 */
export function layersOf({
  names,
  calls,
  entries,
  most,
}: {
  readonly names: readonly string[];
  readonly calls: readonly Call[];
  readonly entries: readonly string[];
  readonly most: number;
}): Layers {
  const { order, back } = callersFirst([...entries, ...names], calls);
  const to = Map.groupBy(
    calls.filter((call) => !back.has(call)),
    ({ callee }) => callee,
  );
  const layer_of = new Map<string, number>();
  const sizes: number[] = [];
  for (const name of order) {
    const callers = to.get(name) ?? [];
    let layer = callers.reduce((least, { caller }) => Math.max(least, layer_of.get(caller)! + 1), 0);
    while ((sizes[layer] ?? 0) >= most) layer += 1;
    sizes[layer] = (sizes[layer] ?? 0) + 1;
    layer_of.set(name, layer);
  }
  return { layer_of: withoutGaps(layer_of), back };
}

/**
 * Services in an order in which each comes after its callers, as far as calls do not go in a circle.
 *
 * @param names - Those that come first are begun with.
 */
function callersFirst(
  names: readonly string[],
  calls: readonly Call[],
): { readonly order: readonly string[]; readonly back: ReadonlySet<Call> } {
  const from = Map.groupBy(calls, ({ caller }) => caller);
  const back = new Set<Call>();
  const done: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string) => {
    state.set(name, 'open');
    for (const call of from.get(name) ?? []) {
      const of_callee = state.get(call.callee);
      if (of_callee === 'open') back.add(call);
      else if (of_callee === undefined) visit(call.callee);
    }
    state.set(name, 'done');
    done.push(name);
  };
  for (const name of names) if (!state.has(name)) visit(name);
  return { order: done.reverse(), back };
}

/** A full layer may be followed by one in which nothing is. */
function withoutGaps(layer_of: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const used = [...new Set(layer_of.values())].sort((a, b) => a - b);
  const number_of = new Map(used.map((layer, index) => [layer, index]));
  return new Map([...layer_of].map(([name, layer]) => [name, number_of.get(layer)!]));
}
