import { z } from 'zod';

/**
 * The plugin `features` as far as it goes for one plugin: what may be registered, and what of it a role's privileges give. The
 * rules are those of 8.12 on the basic licence; what is refused there is refused here.
 */

const Names = z.array(z.string());
/** Before 8.18 types of alert rules are named by their ids, from then on with those in whose name rules may be made. */
const AlertingTypes = z.union([
  Names,
  z.array(z.strictObject({ ruleTypeId: z.string(), consumers: Names.min(1) })),
]);
const AlertingPart = z.strictObject({ all: AlertingTypes.optional(), read: AlertingTypes.optional() });
const Pages = z.record(z.string().regex(/^[a-zA-Z0-9_-]+$/), Names);
const Ui = z.array(z.string().regex(/^[a-zA-Z0-9:_-]+$/));
const Part = z.string().regex(/^[a-zA-Z0-9_-]+$/);
const gives = {
  api: Names.optional(),
  app: Names.optional(),
  catalogue: Names.optional(),
  management: Pages.optional(),
  alerting: z.strictObject({ rule: AlertingPart.optional(), alert: AlertingPart.optional() }).optional(),
  savedObject: z.strictObject({ all: Names, read: Names }),
  ui: Ui,
};
const Definition = z.strictObject(gives);
const SubPrivilege = z.strictObject({
  ...gives,
  id: Part,
  name: z.string(),
  includeIn: z.enum(['all', 'read', 'none']),
  /** Sub-features are a matter of gold and above anyhow. */
  minimumLicense: z.enum(['gold', 'platinum', 'enterprise', 'trial']).optional(),
});
const Feature = z.strictObject({
  id: Part.refine((id) => !['catalogue', 'management', 'navLinks'].includes(id)),
  name: z.string(),
  category: z.strictObject({
    id: z.string(),
    label: z.string(),
    ariaLabel: z.string().optional(),
    euiIconType: z.string().optional(),
    order: z.number().optional(),
  }),
  order: z.number().optional(),
  app: Names,
  catalogue: Names.optional(),
  management: Pages.optional(),
  alerting: AlertingTypes.optional(),
  privileges: z.strictObject({ all: Definition, read: Definition }),
  subFeatures: z
    .array(
      z.strictObject({
        name: z.string(),
        description: z.string().optional(),
        privilegeGroups: z.array(
          z.strictObject({
            groupType: z.enum(['independent', 'mutually_exclusive']),
            privileges: z.array(SubPrivilege).min(1),
          }),
        ),
      }),
    )
    .default([]),
});
type Feature = z.infer<typeof Feature>;
type Definition = z.infer<typeof Definition>;

/** By feature, what the page may offer. */
export type Capabilities = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

/** What was registered, and what of it privileges such as `logAi.read` give. */
export class FeatureRegistry {
  readonly #features = new Map<string, Feature>();
  readonly #takesConsumers: boolean;

  /** @param kibana_version - Which form of features it takes. */
  constructor(kibana_version: string) {
    const [major = 0, minor = 0] = kibana_version.split('.').map(Number);
    this.#takesConsumers = major > 8 || (major === 8 && minor >= 18);
  }

  /** The plugin's contract at setup. */
  readonly setup = { registerKibanaFeature: (feature: unknown) => this.#register(feature) };

  #register(given: unknown): void {
    const feature = Feature.parse(given);
    if (this.#features.has(feature.id)) {
      throw new Error(`Feature with id ${feature.id} is already registered.`);
    }
    const { app, management = {}, alerting = [] } = feature;
    const hasConsumers = alerting.some((type) => typeof type !== 'string');
    if (alerting.length > 0 && hasConsumers !== this.#takesConsumers) {
      throw new Error(`[alerting.0]: expected value of type [${hasConsumers ? 'string' : 'object'}]`);
    }
    const pagesOf = (pages: z.infer<typeof Pages> = {}) =>
      Object.entries(pages).flatMap(([section, names]) => names.map((name) => `${section}.${name}`));
    const privileges = privilegesOf(feature);
    checkEntries({
      feature,
      kind: 'app',
      listed: app,
      given: privileges.map(([id, one]) => [id, one.app ?? []]),
    });
    checkEntries({
      feature,
      kind: 'catalogue',
      listed: feature.catalogue ?? [],
      given: privileges.map(([id, one]) => [id, one.catalogue ?? []]),
    });
    checkEntries({
      feature,
      kind: 'management',
      listed: pagesOf(management),
      given: privileges.map(([id, one]) => [id, pagesOf(one.management)]),
    });
    checkEntries({
      feature,
      kind: 'alerting',
      listed: alerting.map((type) => JSON.stringify(type)),
      given: privileges.map(([id, { alerting: { rule = {}, alert = {} } = {} }]) => [
        id,
        [rule.all, rule.read, alert.all, alert.read].flatMap((types = []) =>
          types.map((type) => JSON.stringify(type)),
        ),
      ]),
    });
    this.#features.set(feature.id, feature);
  }

  /** @param grants - Undefined: there are no users, and everything is allowed. */
  allowsApi(grants: readonly string[] | undefined, api: string): boolean {
    return grants === undefined || this.#given(grants).some((given) => given.api?.includes(api));
  }

  /** An app that no feature names is open to everybody. */
  allowsApp(grants: readonly string[] | undefined, app: string): boolean {
    const isProtected = [...this.#features.values()].some((feature) => feature.app.includes(app));
    return (
      grants === undefined || !isProtected || this.#given(grants).some((given) => given.app?.includes(app))
    );
  }

  capabilities(grants: readonly string[] | undefined): Capabilities {
    return Object.fromEntries(
      [...this.#features.values()].map((feature) => {
        const given = new Set(
          grants === undefined ? undefined : this.#given(grants, feature).flatMap(({ ui }) => ui),
        );
        const offered = privilegesOf(feature).flatMap(([, { ui }]) => ui);
        return [
          feature.id,
          Object.fromEntries(offered.map((ui) => [ui, grants === undefined || given.has(ui)])),
        ];
      }),
    );
  }

  #given(grants: readonly string[], only?: Feature): Definition[] {
    return grants.flatMap((grant) => {
      const [id = '', privilege = ''] = grant.split('.');
      const feature = this.#features.get(id);
      return !feature || (only && feature !== only) ? [] : definitionsOf(feature, privilege);
    });
  }
}

/** What a feature lists some privilege must give, and no privilege gives more. */
function checkEntries({
  feature: { id },
  kind,
  listed,
  given,
}: {
  readonly feature: Feature;
  readonly kind: string;
  readonly listed: readonly string[];
  readonly given: readonly (readonly [string, readonly string[]])[];
}): void {
  for (const [privilege, entries] of given) {
    const unknown = entries.filter((one) => !listed.includes(one));
    if (unknown.length > 0) {
      throw new Error(
        `Feature privilege ${id}.${privilege} has unknown ${kind} entries: ${unknown.join(', ')}`,
      );
    }
  }
  const ungranted = listed.filter((one) => !given.some(([, entries]) => entries.includes(one)));
  if (ungranted.length > 0) {
    throw new Error(
      `Feature ${id} specifies ${kind} entries which are not granted to any privileges: ${ungranted.join(',')}`,
    );
  }
}

function subPrivilegesOf({ subFeatures }: Feature): z.infer<typeof SubPrivilege>[] {
  return subFeatures.flatMap(({ privilegeGroups }) =>
    privilegeGroups.flatMap(({ privileges }) => privileges),
  );
}

function privilegesOf(feature: Feature): [string, Omit<Definition, 'savedObject'>][] {
  const { all, read } = feature.privileges;
  return [
    ['all', all],
    ['read', read],
    ...subPrivilegesOf(feature).map((one): [string, typeof one] => [one.id, one]),
  ];
}

/** `all` and `read` come with the sub-features that say so; `minimal_all` and `minimal_read` without. */
function definitionsOf(feature: Feature, privilege: string): Definition[] {
  const subs = subPrivilegesOf(feature);
  switch (privilege) {
    case 'all':
      return [feature.privileges.all, ...subs.filter(({ includeIn }) => includeIn !== 'none')];
    case 'read':
      return [feature.privileges.read, ...subs.filter(({ includeIn }) => includeIn === 'read')];
    case 'minimal_all':
      return [feature.privileges.all];
    case 'minimal_read':
      return [feature.privileges.read];
    default:
      return subs.filter(({ id }) => id === privilege);
  }
}
