import { type Moment, useTimeFormat } from './format_time.ts';

/** A moment as tables have it, whole in its tooltip. */
export function ShortTime({ time }: { readonly time: Moment }) {
  const format = useTimeFormat();
  return <span title={format.full(time)}>{format.short(time)}</span>;
}
