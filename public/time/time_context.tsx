import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useUrlState } from '../url/url_params.ts';
import { resolveRange, selectionOf, type TimeRange, type TimeSelection } from './time_selection.ts';

/** The time that the whole page looks at. */
export interface Time {
  readonly selection: TimeSelection;
  readonly range: TimeRange;
  /** Rises with every refresh. */
  readonly tick: number;
  readonly refresh: () => void;
  readonly select: (selection: Partial<TimeSelection>) => void;
}

const TimeContext = createContext<Time | undefined>(undefined);

export function useTime(): Time {
  const time = useContext(TimeContext);
  if (!time) throw new Error('useTime needs a TimeProvider around it.');
  return time;
}

/** Keeps the chosen time in the address and the page fresh. A page that nobody sees asks nothing. */
export function TimeProvider({ children }: { children: ReactNode }) {
  const { params, set } = useUrlState();
  const { from, to, refresh: every } = params;
  const selection = useMemo(
    () => selectionOf({ ...(from && { from }), ...(to && { to }), ...(every && { refresh: every }) }),
    [from, to, every],
  );
  const [tick, setTick] = useState(0);
  const refresh = useCallback(() => setTick((last) => last + 1), []);
  const { refresh_ms } = selection;
  useEffect(() => {
    if (refresh_ms === 0) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refresh();
    }, refresh_ms);
    return () => clearInterval(timer);
  }, [refresh, refresh_ms]);
  // `tick` is what makes "now" another moment.
  const range = useMemo(() => resolveRange(selection, new Date())!, [selection, tick]);
  const select = useCallback(
    (chosen: Partial<TimeSelection>) => {
      const next = { ...selection, ...chosen };
      set({ from: next.from, to: next.to, refresh: String(next.refresh_ms) });
      refresh();
    },
    [selection, set, refresh],
  );
  const time = useMemo(
    () => ({ selection, range, tick, refresh, select }),
    [selection, range, tick, refresh, select],
  );
  return <TimeContext.Provider value={time}>{children}</TimeContext.Provider>;
}
