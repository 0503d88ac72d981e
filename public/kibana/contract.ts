import type { History } from 'history';
import type { ComponentType, ReactNode } from 'react';
import type { Observable } from 'rxjs';

/**
 * What Log AI uses of Kibana's browser contract, 8.12 to 9.x. The `@kbn/*` packages are not on npm, so their shape is
 * written down here, and only here.
 */

export interface HttpFetchOptions {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What `core.http` throws: `body` is the parsed answer, `response` is absent where nothing answered. */
export interface HttpFetchError extends Error {
  readonly body?: { readonly message?: string; readonly attributes?: { readonly code?: string } };
  readonly response?: { readonly status: number };
}

export interface AppMountParameters {
  readonly element: HTMLElement;
  readonly history: History;
}

export interface CoreStart {
  readonly http: {
    readonly basePath: { prepend(path: string): string };
    fetch(path: string, options: HttpFetchOptions & { method: string }): Promise<unknown>;
  };
  readonly application: {
    getUrlForApp(app: string, options?: { path?: string }): string;
    /** By feature. Without the plugin `features` there is none of ours. */
    readonly capabilities: Readonly<Record<string, unknown>>;
  };
  readonly notifications: {
    readonly toasts: {
      addSuccess(toast: { title: string; text?: string }): unknown;
      addDanger(toast: { title: string; text?: string }): unknown;
    };
  };
  readonly chrome: {
    setBreadcrumbs(breadcrumbs: readonly { text: string; href?: string }[]): void;
    readonly docTitle: { change(title: string): void };
  };
  readonly uiSettings: { get<T>(key: string, fallback: T): T };
  readonly theme: { readonly theme$: Observable<{ readonly darkMode: boolean }> };
  readonly i18n: { readonly Context: ComponentType<{ children: ReactNode }> };
  /** From 8.19 and 9.1 on: gives an element all of Kibana's providers. */
  readonly rendering?: { addContext?(element: ReactNode): ReactNode };
}

export interface AppRegistration {
  readonly id: string;
  readonly title: string;
  readonly euiIconType: string;
  readonly category: { id: string; label: string; euiIconType: string; order: number };
  mount(parameters: AppMountParameters): Promise<() => void>;
}

export interface CoreSetup {
  readonly application: { register(app: AppRegistration): void };
  getStartServices(): Promise<readonly [CoreStart, ...unknown[]]>;
}
