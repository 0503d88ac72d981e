import type { Observable } from 'rxjs';
import type { SearchAnswer } from '../rules/rule_run.ts';

/**
 * What Log AI may use of Kibana's server contract, 8.12 to 9.x. The `@kbn/*` packages are not on npm, so their shape is
 * written down here, and only here. The host of the tests imitates exactly this.
 */

export interface Logger {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

export interface PluginInitializerContext<Config> {
  readonly logger: { get(...context: string[]): Logger };
  readonly config: { get(): Config };
  readonly env: { readonly packageInfo: { readonly version: string } };
}

/** The part of Kibana's own Elasticsearch client that is called; the client is of Kibana's major version. */
export interface ElasticsearchClient {
  msearch(request: {
    searches: readonly unknown[];
  }): Promise<{ readonly responses: readonly Record<string, unknown>[] }>;
  search(request: Record<string, unknown>): Promise<SearchAnswer>;
  readonly security: {
    hasPrivileges(request: {
      index: readonly { names: readonly string[]; privileges: readonly string[] }[];
    }): Promise<unknown>;
    getUserPrivileges(): Promise<unknown>;
  };
}

/** Who sent a request, as far as it is read. */
export interface KibanaUser {
  readonly username: string;
  readonly roles?: readonly string[];
  readonly authentication_type?: string;
  readonly authentication_realm?: { readonly name: string; readonly type: string };
}

/** From 8.15 on of core, before that of the plugin `security`. */
interface Authentication<Of extends readonly unknown[]> {
  readonly authc: { getCurrentUser(...of: Of): KibanaUser | null };
}

/** A saved object by its type and id. */
export interface SavedObjectId {
  readonly type: string;
  readonly id: string;
}

export interface SavedObjectReference extends SavedObjectId {
  readonly name: string;
}

/** What `SavedObjectsClient` gives of an object that is there. */
export interface KibanaSavedObject extends SavedObjectId {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly SavedObjectReference[];
  readonly version?: string;
  readonly created_at?: string;
  readonly updated_at?: string;
  readonly coreMigrationVersion?: string;
  readonly typeMigrationVersion?: string;
}

/** What it gives in place of an object that is not there, or that it could not write. */
export interface SavedObjectFailure extends SavedObjectId {
  readonly error: { readonly statusCode: number; readonly message: string };
}

/** The objects of the space that the request is for, as who sent it. Where they lack the right, each throws. */
export interface SavedObjectsClient {
  /** Undefined: the space that is there from the beginning. */
  getCurrentNamespace(): string | undefined;
  bulkGet(
    objects: readonly SavedObjectId[],
  ): Promise<{ readonly saved_objects: readonly (KibanaSavedObject | SavedObjectFailure)[] }>;
  /** With `version`, an object that was changed since is not written. */
  bulkCreate(
    objects: readonly {
      readonly type: string;
      readonly id: string;
      readonly attributes: Readonly<Record<string, unknown>>;
      readonly references: readonly SavedObjectReference[];
      readonly coreMigrationVersion: string;
      readonly typeMigrationVersion: string;
      readonly version?: string | undefined;
    }[],
    options: { readonly overwrite: true },
  ): Promise<{ readonly saved_objects: readonly (KibanaSavedObject | SavedObjectFailure)[] }>;
  bulkDelete(objects: readonly SavedObjectId[]): Promise<{
    readonly statuses: readonly (SavedObjectId & {
      readonly success: boolean;
      readonly error?: { readonly statusCode: number; readonly message: string };
    })[];
  }>;
  /** Those that refer to one of some others. */
  find(options: {
    readonly type: readonly string[];
    readonly hasReference: readonly SavedObjectId[];
    readonly hasReferenceOperator: 'OR';
    readonly perPage: number;
    readonly fields: readonly string[];
  }): Promise<{ readonly saved_objects: readonly KibanaSavedObject[] }>;
}

export interface RequestHandlerContext {
  readonly core: Promise<{
    readonly elasticsearch: { readonly client: { readonly asCurrentUser: ElasticsearchClient } };
    readonly savedObjects: { readonly client: SavedObjectsClient };
    readonly security?: Authentication<[]>;
  }>;
}

export interface KibanaRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly events: { readonly aborted$: Observable<void> };
}

export interface KibanaResponse {
  readonly status: number;
}

export interface ResponseFactory {
  readonly ok: (options: { body: unknown }) => KibanaResponse;
  readonly customError: (options: {
    statusCode: number;
    body: { message: string; attributes?: Record<string, unknown> };
  }) => KibanaResponse;
}

/** Kibana's way to validate with a function: it says `ok` or `badRequest`. */
export type RouteValidator = (
  value: unknown,
  say: {
    readonly ok: (value: unknown) => unknown;
    readonly badRequest: (error: string, path?: readonly string[]) => unknown;
  },
) => unknown;

export interface RouteConfig {
  readonly path: string;
  /** A part that is not validated must be left out: Kibana refuses `undefined`. */
  readonly validate: {
    readonly params?: RouteValidator;
    readonly query?: RouteValidator;
    readonly body?: RouteValidator;
  };
  /** A tag `access:<privilege>` is how Kibana before 8.16 is told what `security.authz` tells it from then on. */
  readonly options: { readonly access: 'public'; readonly tags: readonly string[] };
  readonly security: { readonly authz: { readonly requiredPrivileges: readonly string[] } };
}

export type RouteHandler = (
  context: RequestHandlerContext,
  request: KibanaRequest,
  response: ResponseFactory,
) => Promise<KibanaResponse>;

export type Router = Record<
  'get' | 'post' | 'put' | 'delete',
  (config: RouteConfig, handler: RouteHandler) => void
>;

/** How well something is: by its name, and by its place in their order. */
export interface StatusLevel {
  readonly toString: () => string;
  readonly valueOf: () => number;
  readonly toJSON: () => string;
}

/** What Kibana's status says of a plugin. */
export interface PluginStatus {
  readonly level: StatusLevel;
  readonly summary: string;
}

export interface CoreSetup {
  readonly http: {
    createRouter(): Router;
    readonly basePath: {
      /** `server.basePath`, without a space. */
      readonly serverBasePath: string;
      /** `server.publicBaseUrl`, the base path included, where it is set. */
      readonly publicBaseUrl: string | undefined;
    };
  };
  /** Until the first status is there, within 30 seconds, the plugin counts as unavailable. */
  readonly status: { readonly set: (status$: Observable<PluginStatus>) => void };
}

/**
 * A type of alert rules, for privileges: before 8.18 its id, from then on with the features in whose name rules of it may be
 * made (`consumer`).
 */
export type AlertingFeature = string | { readonly ruleTypeId: string; readonly consumers: readonly string[] };

interface AlertingPrivilege {
  readonly all?: readonly AlertingFeature[];
  readonly read?: readonly AlertingFeature[];
}

/** Sections of Stack Management, and pages in them. */
type ManagementPages = Readonly<Record<string, readonly string[]>>;

/** What a privilege gives: routes, capabilities of the page, apps, pages of Stack Management, alert rules, saved objects. */
export interface PrivilegeDefinition {
  readonly api: readonly string[];
  readonly ui: readonly string[];
  readonly app?: readonly string[];
  /** Entries of the list of what Kibana can do. */
  readonly catalogue?: readonly string[];
  readonly management?: ManagementPages;
  readonly alerting?: { readonly rule: AlertingPrivilege; readonly alert: AlertingPrivilege };
  readonly savedObject: { readonly all: readonly string[]; readonly read: readonly string[] };
}

/** What roles and spaces can be given. */
export interface KibanaFeature {
  readonly id: string;
  readonly name: string;
  readonly category: { id: string; label: string; euiIconType: string; order: number };
  readonly app: readonly string[];
  readonly catalogue: readonly string[];
  readonly management: ManagementPages;
  readonly alerting: readonly AlertingFeature[];
  readonly privileges: { readonly all: PrivilegeDefinition; readonly read: PrivilegeDefinition };
  readonly subFeatures: readonly {
    readonly name: string;
    readonly privilegeGroups: readonly {
      readonly groupType: 'independent';
      readonly privileges: readonly (PrivilegeDefinition & {
        readonly id: string;
        readonly name: string;
        readonly includeIn: 'all' | 'read' | 'none';
      })[];
    }[];
  }[];
}

/** One alert of a rule, while it runs. */
export interface AlertingAlert {
  getId(): string;
  /** That it is active, and which actions run. It throws where it was called before in this run. */
  scheduleActions(action_group: string, context: Readonly<Record<string, unknown>>): unknown;
  setContext(context: Readonly<Record<string, unknown>>): unknown;
}

/** What the executor of a rule is called with. */
export interface RuleExecutorOptions {
  readonly params: unknown;
  /** What the run before returned; `{}` at the first. */
  readonly state: unknown;
  readonly startedAt: Date;
  readonly spaceId: string;
  readonly services: {
    /** With the rights of who saved the rule last. */
    readonly scopedClusterClient: { readonly asCurrentUser: Pick<ElasticsearchClient, 'search'> };
    readonly alertFactory: {
      /** Throws beyond the limit. */
      create(id: string): AlertingAlert;
      readonly alertLimit: {
        getValue(): number;
        /** Whoever asked for the limit has to say. While it is reached Kibana ends no alert. */
        setLimitReached(is_reached: boolean): void;
      };
      /** No alert can be made after it. */
      done(): { getRecoveredAlerts(): readonly AlertingAlert[] };
    };
  };
}

/** A type of alert rules. Kibana fills in what is left out, in this very object. */
export interface RuleType {
  readonly id: string;
  readonly name: string;
  readonly actionGroups: readonly { readonly id: string; readonly name: string }[];
  readonly defaultActionGroupId: string;
  readonly minimumLicenseRequired: 'basic';
  readonly isExportable: boolean;
  readonly defaultScheduleInterval: string;
  /** Whether it says something of alerts that recovered. */
  readonly doesSetRecoveryContext: true;
  readonly category: string;
  /** The feature that it belongs to. */
  readonly producer: string;
  readonly actionVariables: {
    readonly context: readonly {
      readonly name: string;
      readonly description: string;
      readonly usesPublicBaseUrl?: boolean;
    }[];
  };
  /** Throws where they do not fit, and gives them with what was left out. */
  readonly validate: { readonly params: { validate(params: unknown): unknown } };
  executor(options: RuleExecutorOptions): Promise<{ readonly state: Record<string, unknown> }>;
}

/** The plugins that Log AI gets along without. */
export interface SetupPlugins {
  readonly alerting?: { registerType(type: RuleType): void };
  readonly features?: { registerKibanaFeature(feature: KibanaFeature): void };
  readonly security?: Authentication<[request: KibanaRequest]>;
}
