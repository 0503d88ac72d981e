import { lazy } from 'react';
import { RULE_TYPES, type RuleTypeName } from '../../common/rules/rule_types.ts';
import { RULE_TYPE_TEXTS } from '../rules/rule_type_texts.ts';
import { validateParams } from '../rules/validate_params.ts';
import type { CoreSetup, SetupPlugins } from './contract.ts';
import { loadChunk } from './load_chunk.ts';

/** Tells Kibana how its forms show the alert rules of Log AI. The forms come when somebody opens one. */
export function registerRuleTypes({
  registry,
  core,
}: {
  readonly registry: NonNullable<SetupPlugins['triggersActionsUi']>['ruleTypeRegistry'];
  readonly core: CoreSetup;
}): void {
  for (const name of Object.keys(RULE_TYPES) as RuleTypeName[]) {
    registry.register({
      id: RULE_TYPES[name],
      ...RULE_TYPE_TEXTS[name],
      description: RULE_TYPE_TEXTS[name].description(),
      iconClass: 'logsApp',
      documentationUrl: null,
      ruleParamsExpression: lazy(async () => {
        const [[start], { createRuleForm }] = await Promise.all([
          core.getStartServices(),
          loadChunk('rules'),
        ]);
        return { default: createRuleForm({ name, http: start.http }) };
      }),
      validate: validateParams,
      requiresAppContext: false,
    });
  }
}
