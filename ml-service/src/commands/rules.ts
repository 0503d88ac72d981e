import type { Command } from 'commander';
import { LogAiError } from '../../../common/errors.ts';
import { ES_QUERY_RULES, OWN_RULES } from '../../../common/rules/ready_made_rules.ts';
import { createRules, type RuleStep } from '../adapters/kibana/create_rules.ts';
import { readConfig } from '../config/config_file.ts';
import { type ClusterOptions, CONFIG_OPTION } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { printAnswer } from './template_text.ts';
import { kibanaClientOf, type KibanaOptions, parseKibanaAddress, SPACE_OPTION } from './kibana_options.ts';

interface RulesFlags extends ClusterOptions, KibanaOptions {
  readonly connector?: string;
  readonly esQuery?: boolean;
  readonly json?: boolean;
}

const DONE: Readonly<Record<RuleStep['action'], string>> = {
  create: 'created',
  keep: 'kept (it is there already)',
};

/** `log-ai rules`: makes alert rules in Kibana. */
export function rulesCommand(): Command {
  return defineCommand({
    name: 'rules',
    description: 'make alert rules in Kibana: critical incidents, new error templates, failed requests',
    examples: [
      'log-ai rules --kibana https://kibana.example.org:5601 --connector 2f4a…   with an action',
      'log-ai rules --kibana https://kibana.example.org:5601 --es-query          without the plugin',
    ],
  })
    .option('--kibana <url>', 'the address of Kibana (else kibana.url)', parseKibanaAddress)
    .option(...SPACE_OPTION)
    .option('--connector <id>', 'what tells of alerts; without it the rules have no actions')
    .option('--es-query', "make them of Kibana's own type, which works without the plugin of Log AI")
    .option('--json', 'print JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction(async (flags: RulesFlags) => {
        const config = readConfig({ file: flags.config, env: process.env });
        const client = kibanaClientOf(config, flags);
        if (!client) {
          throw new LogAiError('config_invalid', 'No Kibana is named: give --kibana, or set kibana.url.');
        }
        const rules = flags.esQuery === true ? ES_QUERY_RULES : OWN_RULES;
        const steps = await createRules(client, { rules, connector: flags.connector });
        printAnswer(flags, steps, () => steps.map(({ name, action }) => `${name}: ${DONE[action]}`));
      }),
    );
}
