import type { TimeRange } from '../../time/time_selection.ts';

const BUCKETS = 60;

/** The lines of a template over a range, by service and level: what more than one part of the flyout asks, once. */
export function historyQuery({ id, range }: { readonly id: string; readonly range: TimeRange }) {
  return { ...range, template_id: [id], split: ['service' as const, 'level' as const], buckets: BUCKETS };
}
