import { BehaviorSubject } from 'rxjs';
import type { MountPoint } from './toasts.tsx';

export interface Breadcrumb {
  readonly text: string;
  readonly href?: string;
}

const BRAND = 'Elastic';

/** `core.chrome`: what stands around the app. */
export function createChrome() {
  const breadcrumbs$ = new BehaviorSubject<readonly Breadcrumb[]>([]);
  const is_visible$ = new BehaviorSubject(true);
  const action_menu$ = new BehaviorSubject<MountPoint | undefined>(undefined);
  const change = (title: string | readonly string[]) => {
    document.title = [title, BRAND].flat().join(' - ');
  };
  return {
    setBreadcrumbs: (breadcrumbs: readonly Breadcrumb[]) => breadcrumbs$.next(breadcrumbs),
    getBreadcrumbs$: () => breadcrumbs$.asObservable(),
    docTitle: { change, reset: () => change([]) },
    setIsVisible: (is_visible: boolean) => is_visible$.next(is_visible),
    getIsVisible$: () => is_visible$.asObservable(),
    // Taken, and shown nowhere.
    setBadge: () => undefined,
    setHelpExtension: () => undefined,
    /** The place that `setHeaderActionMenu` of the app's mount parameters fills. Not part of Kibana's contract. */
    action_menu$,
  };
}

export type Chrome = ReturnType<typeof createChrome>;
