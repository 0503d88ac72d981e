import * as z from 'zod';
import { LogAiError } from '../../../../common/errors.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import type { ReadyMadeRule } from '../../../../common/rules/ready_made_rules.ts';
import type { KibanaClient, KibanaErrorBody } from './kibana_client.ts';

/** What became of a rule. */
export interface RuleStep {
  readonly name: string;
  readonly id: string;
  readonly action: 'create' | 'keep';
}

/** What an action of a connector of a type is given, so that it says this. */
type ParamsOf = (message: string) => Readonly<Record<string, unknown>>;

/** Connectors that need nothing but a message. Others know who is to get it: their actions are made in Kibana. */
const MESSAGES: Readonly<Partial<Record<string, ParamsOf>>> = {
  '.server-log': (message) => ({ level: 'warn', message }),
  '.index': (message) => ({ documents: [{ '@timestamp': '{{date}}', rule: '{{rule.name}}', message }] }),
  '.slack': (message) => ({ message }),
  '.teams': (message) => ({ message }),
  '.webhook': (message) => ({ body: JSON.stringify({ rule: '{{rule.name}}', message }) }),
  '.pagerduty': (message) => ({
    eventAction: 'trigger',
    dedupKey: '{{rule.id}}:{{alert.id}}',
    summary: message,
  }),
};

const Connector = z.object({ connector_type_id: z.string() });

/**
 * Makes rules in a space, each with an action by the connector. One that is there already is left alone, whatever its user made
 * of it.
 *
 * @throws LogAiError `not_found` where there is no such connector, `rules_failed` where Kibana does not take a rule.
 */
export async function createRules(
  client: KibanaClient,
  { rules, connector }: { readonly rules: readonly ReadyMadeRule[]; readonly connector?: string | undefined },
): Promise<readonly RuleStep[]> {
  await client.requireSpace();
  const actionsOf = connector === undefined ? () => [] : await actionsBy(client, connector);
  const steps: RuleStep[] = [];
  for (const rule of rules) {
    const { groups: _groups, message: _message, recovery_message: _recovery, ...body } = rule;
    const id = ruleIdOf(client.space, rule.name);
    const answer = await client.send({
      method: 'POST',
      path: `/api/alerting/rule/${id}`,
      body: { ...body, actions: actionsOf(rule) },
    });
    if (answer.status !== 200 && answer.status !== 409) throw refusal(rule, answer);
    steps.push({ name: rule.name, id, action: answer.status === 409 ? 'keep' : 'create' });
  }
  return steps;
}

/** What a rule does by a connector: for each of its groups, and for its end. */
async function actionsBy(
  client: KibanaClient,
  connector: string,
): Promise<(rule: ReadyMadeRule) => readonly object[]> {
  const paramsOf = await messagesOf(client, connector);
  return ({ groups, message, recovery_message }) =>
    [
      ...groups.map((group) => ({ group, says: message })),
      { group: 'recovered', says: recovery_message },
    ].map(({ group, says }) => ({
      id: connector,
      group,
      params: paramsOf(says),
      frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
    }));
}

async function messagesOf(client: KibanaClient, id: string): Promise<ParamsOf> {
  const path = `/api/actions/connector/${encodeURIComponent(id)}`;
  const { status, body } = await client.send({ method: 'GET', path });
  const connector = Connector.safeParse(body);
  if (status !== 200 || !connector.success) {
    throw new LogAiError(
      'not_found',
      `Kibana has no connector ${id} in the space ${client.space}: GET /api/actions/connectors lists them.`,
    );
  }
  const type = connector.data.connector_type_id;
  const paramsOf = MESSAGES[type];
  if (paramsOf) return paramsOf;
  throw new LogAiError(
    'rules_failed',
    `An action of ${type} needs more than a message: make the rules without --connector, and add it in Kibana.`,
    { details: { type } },
  );
}

/** Kibana takes an id for a rule only if it is a UUID, and no id in two spaces. */
function ruleIdOf(space: string, name: string): string {
  const hex = murmur3(`${space}/${name}`);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function refusal(
  { name, rule_type_id }: ReadyMadeRule,
  { status, body }: { readonly status: number; readonly body: unknown },
): LogAiError {
  const said = (body as KibanaErrorBody | undefined)?.message ?? `status ${status}`;
  const hint = said.includes('is not registered') ? ' Install the plugin of Log AI, or take --es-query.' : '';
  return new LogAiError('rules_failed', `Kibana does not take the rule "${name}": ${said}.${hint}`, {
    details: { status, rule_type_id },
  });
}
