import { EuiGlobalToastList } from '@elastic/eui';
import { useEffect, useRef } from 'react';
import { BehaviorSubject } from 'rxjs';
import { useObservable } from './use_observable.ts';

/** Draws into an element; returns what takes it away again. */
export type MountPoint = (element: HTMLElement) => () => void;

interface ToastInput {
  readonly title?: string | MountPoint;
  readonly text?: string | MountPoint;
  readonly color?: 'primary' | 'success' | 'warning' | 'danger';
  readonly iconType?: string;
  readonly toastLifeTimeMs?: number;
}

interface Toast extends ToastInput {
  readonly id: string;
}

/** Kibana's defaults of `notifications:lifetime:*`. */
const LIFETIME = { info: 5_000, warning: 10_000, error: 300_000 } as const;

/** `core.notifications.toasts`. */
export function createToasts() {
  const toasts$ = new BehaviorSubject<readonly Toast[]>([]);
  let count = 0;
  const add = (given: string | ToastInput): Toast => {
    count += 1;
    const input = typeof given === 'string' ? { title: given } : given;
    const toast = { toastLifeTimeMs: LIFETIME.info, ...input, id: String(count) };
    toasts$.next([...toasts$.value, toast]);
    return toast;
  };
  const addAs = (look: ToastInput) => (given: string | ToastInput) =>
    add({ ...look, ...(typeof given === 'string' ? { title: given } : given) });
  const addDanger = addAs({ color: 'danger', iconType: 'error', toastLifeTimeMs: LIFETIME.error });
  return {
    get$: () => toasts$.asObservable(),
    add,
    addInfo: addAs({ color: 'primary', iconType: 'iInCircle' }),
    addSuccess: addAs({ color: 'success', iconType: 'check' }),
    addWarning: addAs({ color: 'warning', iconType: 'help', toastLifeTimeMs: LIFETIME.warning }),
    addDanger,
    addError: (error: Error, { title, toastMessage }: { title: string; toastMessage?: string }) =>
      addDanger({ title, text: toastMessage ?? error.message }),
    remove: (toast: string | { readonly id: string }) => {
      const id = typeof toast === 'string' ? toast : toast.id;
      toasts$.next(toasts$.value.filter((other) => other.id !== id));
    },
  };
}

type Toasts = ReturnType<typeof createToasts>;

/** The corner of the page in which toasts come and go. */
export function ToastCorner({ toasts }: { readonly toasts: Toasts }) {
  const shown = useObservable(toasts.get$(), []);
  return (
    <EuiGlobalToastList
      data-test-subj="globalToastList"
      toasts={shown.map(({ title, text, ...toast }) => ({
        ...toast,
        title: <Content of={title} />,
        text: <Content of={text} />,
      }))}
      dismissToast={toasts.remove}
      toastLifeTimeMs={LIFETIME.info}
    />
  );
}

function Content({ of }: { readonly of: string | MountPoint | undefined }) {
  return typeof of === 'function' ? <Mounted mount={of} /> : <>{of}</>;
}

/** Where a mount point of the plugin draws. */
export function Mounted({ mount }: { readonly mount: MountPoint }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => mount(place.current!), [mount]);
  return <div ref={place} />;
}
