import { useState } from 'react';
import { useTime } from '../../time/time_context.tsx';
import { resolveRange, type TimeRange } from '../../time/time_selection.ts';

/** A range that stays while somebody reads, until another time is chosen or it is renewed. */
export interface HeldRange {
  readonly range: TimeRange;
  /** Undefined where the chosen time does not end now. */
  readonly renew: (() => void) | undefined;
}

/** The chosen time as it is now. The page goes on to refresh; what is read line by line must not run away. */
export function useHeldRange(): HeldRange {
  const { range, selection } = useTime();
  const [held, setHeld] = useState({ range, selection });
  const isChosenAnew = held.selection !== selection;
  if (isChosenAnew) setHeld({ range, selection });
  return {
    range: isChosenAnew ? range : held.range,
    renew: selection.to.includes('now')
      ? () => setHeld({ range: resolveRange(selection, new Date()) ?? range, selection })
      : undefined,
  };
}
