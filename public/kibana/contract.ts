import type { History } from 'history';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import type { Observable } from 'rxjs';
import type { KibanaFilter } from '../filters/kibana_filter.ts';

/**
 * What Log AI may use of Kibana's browser contract, 8.12 to 9.x. The `@kbn/*` packages are not on npm, so their shape is
 * written down here, and only here. The host of the tests imitates exactly this. What is written as a method needs its
 * object: taken off it, it throws.
 */

export interface HttpFetchOptions {
  readonly method?: string;
  /** A list repeats its key. What is neither a text, a number nor a boolean arrives as an empty text. */
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
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

/** What a click on a link carries, as React gives it. */
export interface LinkClick {
  readonly button: number;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  preventDefault(): void;
}

export interface Breadcrumb {
  readonly text: string;
  /** Loads all of Kibana again, unless `onClick` prevents it. */
  readonly href?: string;
  readonly onClick?: (event: LinkClick) => void;
}

export interface ToastInput {
  readonly title: string;
  readonly text?: string;
  /** Left out: as long as Kibana's settings say. */
  readonly toastLifeTimeMs?: number;
}

export interface ThemeService {
  readonly theme$: Observable<{ readonly darkMode: boolean }>;
}

export interface CoreStart {
  readonly http: {
    /** The server's path and the space: what stands before every address of Kibana. */
    readonly basePath: {
      readonly get: () => string;
      readonly prepend: (path: string) => string;
      readonly remove: (path: string) => string;
    };
    /** Takes a path without the base path, and without a query. */
    readonly fetch: (path: string, options?: HttpFetchOptions) => Promise<unknown>;
  };
  readonly application: {
    /** By feature. Without the plugin `features` there is none of ours. */
    readonly capabilities: Readonly<Record<string, unknown>>;
    readonly getUrlForApp: (app: string, options?: { path?: string; absolute?: boolean }) => string;
    readonly navigateToApp: (app: string, options?: { path?: string; replace?: boolean }) => Promise<void>;
    /** Unlike `navigateToApp`, takes the base path as part of the address. */
    readonly navigateToUrl: (url: string) => Promise<void>;
  };
  readonly notifications: {
    readonly toasts: { addSuccess(toast: ToastInput): unknown; addDanger(toast: ToastInput): unknown };
  };
  readonly chrome: {
    /** The last one leads nowhere. */
    readonly setBreadcrumbs: (breadcrumbs: readonly Breadcrumb[]) => void;
    /** Kibana's bars, which an app that was left must not have hidden. */
    readonly setIsVisible: (isVisible: boolean) => void;
    readonly docTitle: { readonly change: (title: string | readonly string[]) => void };
  };
  /**
   * Kibana's method takes a second argument, which is not a fallback: it takes the place of a declared setting's value,
   * in the form in which Kibana keeps it.
   */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- whoever asks knows the setting
  readonly uiSettings: { get<T>(key: string): T };
  readonly theme: ThemeService;
  readonly i18n: { readonly Context: ComponentType<{ children: ReactNode }> };
  /** From 8.19 and 9.1 on: gives an element all of Kibana's providers. */
  readonly rendering?: { addContext?(element: ReactNode): ReactNode };
}

/** The time and the refresh that Kibana's apps share, of the plugin `data`. */
export interface Timefilter {
  readonly getTime: () => { from: string; to: string };
  /** Says nothing to those who follow where it is the same. */
  readonly setTime: (time: { from: string; to: string }) => void;
  readonly getRefreshInterval: () => { pause: boolean; value: number };
  readonly setRefreshInterval: (interval: { pause: boolean; value: number }) => void;
  readonly getTimeUpdate$: () => Observable<void>;
  readonly getRefreshIntervalUpdate$: () => Observable<void>;
}

/** Parameters of whatever type of rules. */
export type RuleParams = Readonly<Record<string, unknown>>;

/** What the form of a rule gets of Kibana. */
export interface RuleFormProps<Params> {
  /** Of a new rule what it was begun with: often nothing. */
  readonly ruleParams: Partial<Params>;
  readonly setRuleParams: <Name extends keyof Params>(name: Name, value: Params[Name]) => void;
  /** As `validate` said, by parameter. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

/** A type of alert rules, as Kibana's form shows it. */
export interface RuleTypeModel {
  readonly id: string;
  readonly description: string;
  readonly iconClass: string;
  readonly documentationUrl: string | null;
  /** It may be lazy. */
  readonly ruleParamsExpression: ComponentType<RuleFormProps<RuleParams>>;
  readonly validate: (params: RuleParams) => { readonly errors: Readonly<Record<string, readonly string[]>> };
  /** Rules that only their app can make are not offered in Stack Management. */
  readonly requiresAppContext: boolean;
  readonly defaultActionMessage: string;
  readonly defaultRecoveryMessage: string;
}

/** How Kibana's flyout for a new rule begins. */
export interface AddRuleFlyoutProps {
  /** The feature in whose name the rule is made. */
  readonly consumer: string;
  readonly ruleTypeId: string;
  readonly canChangeTrigger: false;
  readonly initialValues: { readonly name: string; readonly params: RuleParams };
  readonly onClose: () => void;
}

/** The plugins that the app gets along without, as it is set up. */
export interface SetupPlugins {
  readonly home?: { readonly featureCatalogue: { readonly register: (feature: CatalogueFeature) => void } };
  readonly triggersActionsUi?: {
    /** It throws at an id that it has. */
    readonly ruleTypeRegistry: { register(model: RuleTypeModel): void };
  };
}

/** The plugins that the app gets along without. */
export interface StartPlugins {
  /** The flyout is there before 9.0. */
  readonly triggersActionsUi?: {
    readonly getAddRuleFlyout?: (props: AddRuleFlyoutProps) => ReactElement;
  };
  readonly data?: {
    readonly query: {
      readonly timefilter: { readonly timefilter: Timefilter };
      readonly filterManager?: FilterManager;
    };
    readonly dataViews?: DataViews;
  };
  readonly unifiedSearch?: { readonly ui: { readonly SearchBar: ComponentType<SearchBarProps> } };
}

/** The filters of the apps, of the plugin `data`. */
export interface FilterManager {
  /** The pinned ones, which are of all apps. */
  getGlobalFilters(): readonly KibanaFilter[];
  setGlobalFilters(filters: readonly KibanaFilter[]): void;
  getUpdates$(): Observable<void>;
}

export interface DataViewField {
  readonly name: string;
  /** Kibana's own word: `string`, `number`. */
  readonly type: string;
  readonly esTypes: readonly string[];
  readonly searchable: boolean;
  readonly aggregatable: boolean;
}

export interface DataViews {
  /** @param skipFetchFields - It has those that it is given. Without it Elasticsearch is asked, as the user. */
  create(
    spec: {
      readonly id: string;
      readonly title: string;
      readonly name: string;
      readonly allowNoIndex: true;
      readonly fields: Readonly<Record<string, DataViewField>>;
    },
    skipFetchFields: true,
  ): Promise<object>;
}

/** The bar for a query and filters, of the plugin `unifiedSearch`. */
export interface SearchBarProps {
  readonly appName: string;
  readonly indexPatterns: readonly object[];
  readonly query: { readonly language: 'kuery'; readonly query: string };
  readonly filters: readonly KibanaFilter[];
  readonly onQuerySubmit: (submitted: { readonly query?: { readonly query: string } }) => void;
  readonly onFiltersUpdated: (filters: readonly KibanaFilter[]) => void;
  readonly showQueryInput: true;
  readonly showDatePicker: false;
  /** "Refresh", which the header of the app has. Enter submits a query. */
  readonly showSubmitButton: false;
  /** Saved queries, and the language. */
  readonly showQueryMenu: false;
  readonly displayStyle: 'inPage';
}

/** An entry among what Kibana can do, of the plugin `home`. */
export interface CatalogueFeature {
  /** Hidden where the capability `catalogue.<id>` is off. */
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly description: string;
  readonly icon: string;
  /** Without the base path. */
  readonly path: string;
  readonly category: 'admin' | 'data' | 'other';
  readonly showOnHomePage: boolean;
}

export interface AppRegistration {
  readonly id: string;
  readonly title: string;
  readonly euiIconType: string;
  readonly category: { id: string; label: string; euiIconType: string; order: number };
  /** Words by which Kibana's search finds it, beside its title. */
  readonly keywords: readonly string[];
  /** Places in it that the search finds, too. They are not in the navigation. */
  readonly deepLinks: readonly {
    readonly id: string;
    readonly title: string;
    readonly path: string;
    readonly keywords: readonly string[];
  }[];
  mount(parameters: AppMountParameters): Promise<() => void>;
}

export interface CoreSetup {
  readonly application: { readonly register: (app: AppRegistration) => void };
  readonly getStartServices: () => Promise<readonly [CoreStart, StartPlugins, ...unknown[]]>;
}
