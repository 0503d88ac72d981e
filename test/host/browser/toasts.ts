import { BehaviorSubject } from 'rxjs';
import type { ToastInput } from '../../../public/kibana/contract.ts';
import type { UiSettings } from './ui_settings.ts';

/** A toast as it is shown, and as `add…` gives it back. */
export interface Toast extends ToastInput {
  readonly id: string;
  readonly color: 'success' | 'danger';
  readonly iconType: string;
  readonly toastLifeTimeMs: number;
}

/** The toasts that are shown. */
export class ToastList {
  readonly toasts$ = new BehaviorSubject<readonly Toast[]>([]);
  #count = 0;

  add(toast: Omit<Toast, 'id'>): Toast {
    const added = { ...toast, id: String(this.#count++) };
    this.toasts$.next([...this.toasts$.value, added]);
    return added;
  }

  remove(id: string): void {
    this.toasts$.next(this.toasts$.value.filter((other) => other.id !== id));
  }
}

type Look = Pick<Toast, 'color' | 'iconType' | 'toastLifeTimeMs'>;

/** `core.notifications.toasts`. A class, as in Kibana: a method that is taken off it does not work. */
export class Toasts {
  readonly #list: ToastList;
  readonly #settings: UiSettings;

  constructor(list: ToastList, settings: UiSettings) {
    this.#list = list;
    this.#settings = settings;
  }

  addSuccess(toast: ToastInput): Toast {
    return this.#add(toast, { color: 'success', iconType: 'check', toastLifeTimeMs: this.#lifetime('info') });
  }

  /** Stays as long as a warning: Kibana keeps the lifetime of errors for `addError`. */
  addDanger(toast: ToastInput): Toast {
    const toastLifeTimeMs = this.#lifetime('warning');
    return this.#add(toast, { color: 'danger', iconType: 'error', toastLifeTimeMs });
  }

  #lifetime(kind: 'info' | 'warning'): number {
    return this.#settings.get(`notifications:lifetime:${kind}`);
  }

  /** What the plugin leaves undefined takes nothing away. */
  #add(toast: ToastInput, look: Look): Toast {
    const given = Object.entries(toast).filter(([, value]) => value !== undefined);
    return this.#list.add({ ...look, ...(Object.fromEntries(given) as unknown as ToastInput) });
  }
}
