import type { KibanaTime } from '../app/services.ts';
import type { CoreStart, Timefilter } from './contract.ts';

/**
 * The time that Kibana's apps share: what is chosen in one of them is the time of the next. Without the plugin `data` it is that of
 * this app alone, and begins with the user's defaults.
 */
export function globalTime({
  timefilter,
  uiSettings,
}: {
  readonly timefilter: Timefilter | undefined;
  readonly uiSettings: CoreStart['uiSettings'];
}): KibanaTime {
  if (!timefilter) return timeOfOneApp(uiSettings);
  let is_ours = false;
  return {
    get() {
      const { from, to } = timefilter.getTime();
      const { pause, value } = timefilter.getRefreshInterval();
      return { from, to, refresh_ms: pause ? 0 : value };
    },
    set({ from, to, refresh_ms }) {
      // How often it was before it was paused is what the time picker offers next.
      const { value } = timefilter.getRefreshInterval();
      is_ours = true;
      timefilter.setTime({ from, to });
      timefilter.setRefreshInterval({ pause: refresh_ms === 0, value: refresh_ms || value });
      is_ours = false;
    },
    follow(listener) {
      const updates = [timefilter.getTimeUpdate$(), timefilter.getRefreshIntervalUpdate$()];
      const subscriptions = updates.map((update$) =>
        update$.subscribe(() => {
          if (!is_ours) listener();
        }),
      );
      return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
    },
  };
}

function timeOfOneApp(uiSettings: CoreStart['uiSettings']): KibanaTime {
  const { from, to } = uiSettings.get<{ from: string; to: string }>('timepicker:timeDefaults');
  const { pause, value } = uiSettings.get<{ pause: boolean; value: number }>(
    'timepicker:refreshIntervalDefaults',
  );
  let time = { from, to, refresh_ms: pause ? 0 : value };
  return {
    get: () => time,
    set: (chosen) => {
      time = chosen;
    },
    follow: () => () => undefined,
  };
}
