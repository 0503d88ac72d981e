import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useServices } from '../app/services.ts';
import { useUrlState } from '../url/url_params.ts';
import {
  isSameSelection,
  resolveRange,
  selectionOf,
  type TimeRange,
  type TimeSelection,
} from './time_selection.ts';

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

/**
 * Keeps the chosen time in the address, in step with what is chosen in Kibana, and the page fresh. A page that nobody sees asks
 * nothing.
 */
export function TimeProvider({ children }: { children: ReactNode }) {
  const { params, set } = useUrlState();
  const { time: kibana } = useServices();
  const { from, to, refresh: every, _g } = params;
  const selection = useMemo(
    () =>
      selectionOf(
        { ...(from && { from }), ...(to && { to }), ...(every && { refresh: every }), ...(_g && { _g }) },
        kibana.get(),
      ),
    [from, to, every, _g, kibana],
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
  useEffect(() => {
    // A link that is copied says of which time it is.
    const written = { from: selection.from, to: selection.to, refresh: String(selection.refresh_ms) };
    if (_g !== undefined || from !== written.from || to !== written.to || every !== written.refresh) {
      set({ ...written, _g: undefined }, 'replace');
    }
    if (!isSameSelection(kibana.get(), selection)) kibana.set(selection);
  }, [kibana, selection, set, _g, from, to, every]);
  useEffect(
    () =>
      kibana.follow(() => {
        const chosen = kibana.get();
        set({ from: chosen.from, to: chosen.to, refresh: String(chosen.refresh_ms) }, 'replace');
      }),
    [kibana, set],
  );
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
