/** A step of a request's way, or how many steps are left out. */
export type PathStep =
  { readonly service: string; readonly is_failing: boolean } | { readonly left_out: number };

/** What fits into two lines of a table's cell. */
const MAX_STEPS = 6;

/**
 * The way of a request, short enough for a cell: its two ends and the step that failed first with its neighbours stay,
 * then as much of the beginning as there is room for.
 *
 * @example
 * pathSteps({ services: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], failing: 'f' })
 * // a, b, 2 left out, e, f (failing), g, h, i
 */
export function pathSteps({
  services,
  failing,
}: {
  readonly services: readonly string[];
  /** The service that failed first. */
  readonly failing?: string;
}): PathStep[] {
  const step = (service: string): PathStep => ({ service, is_failing: service === failing });
  if (services.length <= MAX_STEPS) return services.map(step);
  const last = services.length - 1;
  const middle = failing === undefined ? -1 : services.indexOf(failing);
  const wanted = [0, last, ...(middle < 0 ? [] : [middle, middle - 1, middle + 1]), ...services.keys()];
  const kept = new Set<number>();
  for (const index of wanted) {
    if (kept.size < MAX_STEPS && index >= 0 && index <= last) kept.add(index);
  }
  const steps: PathStep[] = [];
  let left_out = 0;
  services.forEach((service, index) => {
    const isGapOfOne = !kept.has(index) && kept.has(index - 1) && kept.has(index + 1);
    if (!kept.has(index) && !isGapOfOne) {
      left_out += 1;
      return;
    }
    if (left_out > 0) steps.push({ left_out });
    left_out = 0;
    steps.push(step(service));
  });
  return steps;
}

/**
 * The whole way as text.
 *
 * @example
 * pathText({ services: ['gateway', 'inventory'], failing: 'inventory' }) // 'gateway → inventory ✗'
 */
export function pathText({
  services,
  failing,
}: {
  readonly services: readonly string[];
  readonly failing?: string;
}): string {
  return services.map((service) => (service === failing ? `${service} ✗` : service)).join(' → ');
}
