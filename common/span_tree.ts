/** A span that may have been called by another one. */
interface CalledSpan {
  /** Index of the span that called it, smaller than its own; absent: nobody did. */
  readonly caller?: number | undefined;
}

/** Where a span stands in the tree of calls. */
export interface SpanPlace {
  /** Index of the span. */
  readonly index: number;
  /** How many calls lead to it. */
  readonly depth: number;
}

/**
 * Spans as a tree is read: each with those that it called below it, in their order.
 *
 * @example
 * // gateway calls cart and stock, cart calls prices
 * inTreeOrder([{}, { caller: 0 }, { caller: 0 }, { caller: 1 }])
 * // [{ index: 0, depth: 0 }, { index: 1, depth: 1 }, { index: 3, depth: 2 }, { index: 2, depth: 1 }]
 */
export function inTreeOrder(spans: readonly CalledSpan[]): readonly SpanPlace[] {
  const called = new Map<number | undefined, number[]>();
  for (const [index, { caller }] of spans.entries()) {
    const siblings = called.get(caller);
    if (siblings) siblings.push(index);
    else called.set(caller, [index]);
  }
  const places: SpanPlace[] = [];
  // A chain of calls may be longer than a stack is deep.
  const left: SpanPlace[] = [{ index: -1, depth: -1 }];
  for (let place = left.pop(); place; place = left.pop()) {
    const { index, depth } = place;
    if (index >= 0) places.push(place);
    const children = called.get(index < 0 ? undefined : index) ?? [];
    for (const child of [...children].reverse()) left.push({ index: child, depth: depth + 1 });
  }
  return places;
}
