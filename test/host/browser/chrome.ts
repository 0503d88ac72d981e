import { BehaviorSubject, type Observable } from 'rxjs';
import type { Breadcrumb } from '../../../public/kibana/contract.ts';
import { createDocTitle } from './doc_title.ts';

/** `core.chrome`, and what it puts around the app. */
export function createChrome({
  page,
  current_app_id$,
}: {
  readonly page: { title: string };
  readonly current_app_id$: Observable<string | undefined>;
}) {
  const breadcrumbs$ = new BehaviorSubject<readonly Breadcrumb[]>([]);
  const is_visible$ = new BehaviorSubject(true);
  const docTitle = createDocTitle(page);
  // What an app said of itself goes with it.
  current_app_id$.subscribe(() => {
    breadcrumbs$.next([]);
    docTitle.change([]);
  });
  const start = {
    setBreadcrumbs: (breadcrumbs: readonly Breadcrumb[]) => breadcrumbs$.next(breadcrumbs),
    setIsVisible: (is_visible: boolean) => is_visible$.next(is_visible),
    docTitle,
  };
  return { start, breadcrumbs$: breadcrumbs$.asObservable(), is_visible$: is_visible$.asObservable() };
}

/** Breadcrumbs as Kibana's header shows them: the last one leads nowhere, and an app without any is Kibana. */
export function shownBreadcrumbs(breadcrumbs: readonly Breadcrumb[]): readonly Breadcrumb[] {
  if (breadcrumbs.length === 0) return [{ text: 'Kibana' }];
  const { text } = breadcrumbs.at(-1)!;
  return [...breadcrumbs.slice(0, -1), { text }];
}

/** What Kibana's header has screen readers say when the view changes. */
export function announcementOf(breadcrumbs: readonly Breadcrumb[]): string {
  if (breadcrumbs.length === 0) return '';
  return [...breadcrumbs.map(({ text }) => text).reverse(), 'Elastic'].join(' - ');
}
