import * as z from 'zod';
import { FEATURE_ID } from '../../common/capabilities.ts';
import { LogAiError } from '../../common/errors.ts';
import {
  AnomalyRuleParams,
  FailedRequestsRuleParams,
  IncidentRuleParams,
  NewErrorTemplateRuleParams,
} from '../../common/rules/rule_params.ts';
import { spacePath } from '../../common/spaces.ts';
import { ACTION_GROUPS, RULE_TYPE_NAMES } from '../../common/rules/action_groups.ts';
import { RULE_TYPES, type RuleTypeName } from '../../common/rules/rule_types.ts';
import { variablesOf } from '../../common/rules/rule_variables.ts';
import { incidentsOf } from '../rules/alerted_incident.ts';
import { anomaliesOf, newErrorsOf } from '../rules/anomaly_criteria.ts';
import type { RuleRun, SearchAnswer } from '../rules/rule_run.ts';
import { runFailedRequestsRule } from '../rules/run_failed_requests_rule.ts';
import { scoredRule } from '../rules/run_scored_rule.ts';
import type { CoreSetup, RuleExecutorOptions, RuleType, SetupPlugins } from './contract.ts';
import { translate } from './i18n.ts';

type BasePath = CoreSetup['http']['basePath'];

/** Registers the alert rules of Log AI with Kibana. */
export function registerRuleTypes({
  alerting,
  base_path,
}: {
  readonly alerting: NonNullable<SetupPlugins['alerting']>;
  readonly base_path: BasePath;
}): void {
  const register = <Params>(name: RuleTypeName, params: z.ZodType<Params>, run: RuleRun<Params>) =>
    alerting.registerType(ruleTypeOf({ name, params, run, base_path }));
  register('incident', IncidentRuleParams, scoredRule(incidentsOf));
  register('anomaly', AnomalyRuleParams, scoredRule(anomaliesOf));
  register('new_error_template', NewErrorTemplateRuleParams, scoredRule(newErrorsOf));
  register('failed_requests', FailedRequestsRuleParams, runFailedRequestsRule);
}

function ruleTypeOf<Params>({
  name,
  params,
  run,
  base_path,
}: {
  readonly name: RuleTypeName;
  readonly params: z.ZodType<Params>;
  readonly run: RuleRun<Params>;
  readonly base_path: BasePath;
}): RuleType {
  return {
    id: RULE_TYPES[name],
    name: RULE_TYPE_NAMES[name],
    actionGroups: ACTION_GROUPS[name],
    defaultActionGroupId: ACTION_GROUPS[name][0].id,
    minimumLicenseRequired: 'basic',
    isExportable: true,
    defaultScheduleInterval: '1m',
    doesSetRecoveryContext: true,
    category: 'observability',
    producer: FEATURE_ID,
    actionVariables: {
      context: variablesOf(name).map(({ name, description, is_link }) => ({
        name,
        description,
        ...(is_link && { usesPublicBaseUrl: true }),
      })),
    },
    validate: {
      params: {
        validate(given) {
          const parsed = params.safeParse(given);
          if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
          return parsed.data;
        },
      },
    },
    executor: (options) => execute({ run: run as RuleRun<unknown>, base_path, options }),
  };
}

async function execute({
  run,
  base_path,
  options,
}: {
  readonly run: RuleRun<unknown>;
  readonly base_path: BasePath;
  readonly options: RuleExecutorOptions;
}): Promise<{ state: Record<string, unknown> }> {
  const { params, state, startedAt, spaceId, services } = options;
  const { alertFactory, scopedClusterClient } = services;
  const root = `${base_path.publicBaseUrl ?? base_path.serverBasePath}${spacePath(spaceId)}`;
  const result = await run({
    params,
    state,
    now: startedAt.getTime(),
    limit: alertFactory.alertLimit.getValue(),
    search: (request) =>
      scopedClusterClient.asCurrentUser
        .search(request)
        .catch((error: unknown) => answerOf(request['index'], error)),
    place: { space: spaceId, toUrl: (path) => `${root}${path}` },
  });
  for (const { id, group, context } of result.alerts) alertFactory.create(id).scheduleActions(group, context);
  // While its limit is reached Kibana ends no alert: then there would never be room for those that wait.
  alertFactory.alertLimit.setLimitReached(result.is_full && result.ended.length === 0);
  const contexts = new Map(result.ended.map(({ id, context }) => [id, context]));
  for (const recovered of alertFactory.done().getRecoveredAlerts()) {
    recovered.setContext(contexts.get(recovered.getId()) ?? {});
  }
  return { state: result.state };
}

/** Before the first record of its kind there is no index: there is nothing to tell. */
const NOTHING: SearchAnswer = { hits: { hits: [] } };

/** Who may not read is told so by Elasticsearch whether the index is there or not. What Kibana shows of it is this sentence. */
function answerOf(index: unknown, error: unknown): SearchAnswer {
  const { statusCode } = error as { statusCode?: unknown };
  if (statusCode === 404) return NOTHING;
  if (statusCode !== 403) throw error;
  throw new LogAiError(
    'elasticsearch_forbidden',
    translate('logAi.server.rules.forbidden', {
      defaultMessage:
        'The rule may not read {index}: give whoever saved it last the privilege read on log-ai-*, then update its API key.',
      values: { index: String(index) },
    }),
    { cause: error },
  );
}
