import { isEqual } from 'lodash';
import { Subject } from 'rxjs';
import type { Timefilter } from '../../../public/kibana/contract.ts';
import type { UiSettings } from './ui_settings.ts';

/** The time that apps share, of the plugin `data`: it begins with the user's defaults, and tells what is another one only. */
export function createTimefilter(ui_settings: Pick<UiSettings, 'get'>): Timefilter {
  let time = ui_settings.get<{ from: string; to: string }>('timepicker:timeDefaults');
  let interval = withoutZero(
    ui_settings.get<{ pause: boolean; value: number }>('timepicker:refreshIntervalDefaults'),
  );
  const [timeUpdate$, refreshIntervalUpdate$] = [new Subject<void>(), new Subject<void>()];
  return {
    getTime: () => ({ ...time }),
    setTime(chosen) {
      const next = { from: chosen.from, to: chosen.to };
      if (isEqual(time, next)) return;
      time = next;
      timeUpdate$.next();
    },
    getRefreshInterval: () => ({ ...interval }),
    setRefreshInterval(chosen) {
      const before = interval;
      interval = withoutZero({ ...before, ...chosen });
      if (!isEqual(before, interval)) refreshIntervalUpdate$.next();
    },
    getTimeUpdate$: () => timeUpdate$.asObservable(),
    getRefreshIntervalUpdate$: () => refreshIntervalUpdate$.asObservable(),
  };
}

/** No interval at all is a pause. */
function withoutZero({ pause, value }: { pause: boolean; value: number }) {
  return value <= 0 ? { pause: true, value: 0 } : { pause, value };
}
