import type { AlertingAlert, ElasticsearchClient, RuleType } from '../../../../server/kibana/contract.ts';

/**
 * The plugin `alerting` as far as it goes for rules that one plugin brings: what may be registered, and what Kibana makes of a
 * run. It is that of 8.12 with its defaults, without flapping; what is refused there is refused here, in the same words.
 */

/** `xpack.alerting.rules.run.alerts.max`. */
const MOST_ALERTS = 1000;
const LICENSES = ['basic', 'standard', 'gold', 'platinum', 'enterprise', 'trial'];
const RECOVERED = { id: 'recovered', name: 'Recovered' };

/** What an action of a rule got, as "on status changes" runs it. */
export interface RunAction {
  readonly alert: string;
  /** The action group; `recovered` where it ended. */
  readonly group: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** What a rule did in a run. */
export interface RuleRunReport {
  readonly actions: readonly RunAction[];
  /** The alerts that are active after it. */
  readonly active: readonly string[];
  readonly is_limit_reached: boolean;
}

/** A rule that was made: Kibana's task runner for it. */
export interface HostedRule {
  run(at: Date): Promise<RuleRunReport>;
}

/** What registered types are kept as. */
export class Alerting {
  readonly #types = new Map<string, RuleType>();

  /** The plugin's contract at setup. */
  readonly setup = { registerType: (type: RuleType) => this.#register(type) };

  #register(type: RuleType): void {
    if (!LICENSES.includes(type.minimumLicenseRequired)) {
      throw new Error(`"${type.minimumLicenseRequired}" is not a valid license type`);
    }
    if (this.#types.has(type.id)) throw new Error(`Rule type "${type.id}" is already registered.`);
    if (!/^\d+[smhd]$/.test(type.defaultScheduleInterval)) {
      throw new Error(
        `Rule type "${type.id}" has invalid default interval: string is not a valid duration: ${type.defaultScheduleInterval}.`,
      );
    }
    if (type.actionGroups.some(({ id }) => id === RECOVERED.id)) {
      throw new Error(
        `Rule type [id="${type.id}"] cannot be registered. Action groups [${RECOVERED.id}] are reserved by the framework.`,
      );
    }
    const wrong = type.id.match(/[^a-zA-Z0-9_\-.]+/g);
    if (wrong) {
      throw new Error(
        `expected RuleType Id not to include invalid character${wrong.length > 1 ? 's' : ''}: ${wrong.join(', ')}`,
      );
    }
    this.#types.set(type.id, type);
  }

  /** By id, in the order in which they were registered. */
  get types(): ReadonlyMap<string, RuleType> {
    return this.#types;
  }

  /** @throws Error where the type is unknown, or its parameters do not fit. */
  createRule({
    type_id,
    params,
    client,
    space = 'default',
    most_alerts = MOST_ALERTS,
  }: {
    readonly type_id: string;
    readonly params: unknown;
    /** With the rights of the rule. */
    readonly client: Pick<ElasticsearchClient, 'search'>;
    readonly space?: string;
    readonly most_alerts?: number;
  }): HostedRule {
    const type = this.#types.get(type_id);
    if (!type) throw new Error(`Rule type "${type_id}" is not registered.`);
    let valid: unknown;
    try {
      valid = type.validate.params.validate(params);
    } catch (error) {
      throw new Error(`params invalid: ${(error as Error).message}`, { cause: error });
    }
    let state: Record<string, unknown> = {};
    /** The active alerts, with the group whose actions ran last. */
    let active = new Map<string, string>();
    return {
      async run(at) {
        const factory = new AlertFactory({ before: active, most_alerts });
        const result = await type.executor({
          params: valid,
          // Kibana keeps it as JSON.
          state: JSON.parse(JSON.stringify(state)) as unknown,
          startedAt: at,
          spaceId: space,
          services: { scopedClusterClient: { asCurrentUser: client }, alertFactory: factory.contract },
        });
        factory.checkLimitUsage();
        state = result.state;
        const report = factory.report(type.actionGroups.map(({ id }) => id));
        active = report.groups;
        return { actions: report.actions, active: [...active.keys()], is_limit_reached: factory.is_full };
      },
    };
  }
}

class HostedAlert implements AlertingAlert {
  readonly #id: string;
  group: string | undefined;
  context: Readonly<Record<string, unknown>> = {};

  constructor(id: string) {
    this.#id = id;
  }

  getId(): string {
    return this.#id;
  }

  scheduleActions(group: string, context: Readonly<Record<string, unknown>> = {}): this {
    if (this.group !== undefined) {
      throw new Error('Alert instance execution has already been scheduled, cannot schedule twice');
    }
    this.group = group;
    return this.setContext(context);
  }

  setContext(context: Readonly<Record<string, unknown>>): this {
    this.context = context;
    return this;
  }
}

/** The alerts of one run. */
class AlertFactory {
  readonly #before: ReadonlyMap<string, string>;
  readonly #most: number;
  readonly #alerts: Map<string, HostedAlert>;
  #created = 0;
  #isDone = false;
  #isAsked = false;
  #isSaid = false;
  is_full = false;

  constructor({
    before,
    most_alerts,
  }: {
    readonly before: ReadonlyMap<string, string>;
    readonly most_alerts: number;
  }) {
    this.#before = before;
    this.#most = most_alerts;
    this.#alerts = new Map([...before.keys()].map((id) => [id, new HostedAlert(id)]));
  }

  readonly contract = {
    create: (id: string): AlertingAlert => {
      if (this.#isDone) throw new Error(`Can't create new alerts after calling done() in AlertsFactory.`);
      if (this.#created++ >= this.#most) {
        this.is_full = true;
        throw new Error(`Rule reported more than ${this.#most} alerts.`);
      }
      const alert = this.#alerts.get(id) ?? new HostedAlert(id);
      this.#alerts.set(id, alert);
      return alert;
    },
    alertLimit: {
      getValue: () => {
        this.#isAsked = true;
        return this.#most;
      },
      setLimitReached: (is_reached: boolean) => {
        this.#isSaid = true;
        this.is_full = is_reached;
      },
    },
    done: () => {
      this.#isDone = true;
      return { getRecoveredAlerts: (): readonly AlertingAlert[] => this.#recovered() };
    },
  };

  checkLimitUsage(): void {
    if (this.#isAsked && !this.#isSaid) {
      throw new Error(
        'Rule has not reported whether alert limit has been reached after requesting limit value!',
      );
    }
  }

  /** While the limit is reached nothing recovers, and what was active stays so. */
  report(groups: readonly string[]): { actions: RunAction[]; groups: Map<string, string> } {
    const actions: RunAction[] = [];
    const active = new Map<string, string>();
    for (const [id, { group, context }] of this.#alerts) {
      const before = this.#before.get(id);
      if (group === undefined) {
        if (before !== undefined && this.is_full) active.set(id, before);
        continue;
      }
      if (!groups.includes(group)) throw new Error(`Invalid action group "${group}" for rule.`);
      active.set(id, group);
      if (group !== before) actions.push({ alert: id, group, context });
    }
    for (const alert of this.#recovered()) {
      actions.push({ alert: alert.getId(), group: RECOVERED.id, context: alert.context });
    }
    return { actions, groups: active };
  }

  #recovered(): HostedAlert[] {
    if (this.is_full) return [];
    return [...this.#alerts.values()].filter(
      (alert) => this.#before.has(alert.getId()) && alert.group === undefined,
    );
  }
}
