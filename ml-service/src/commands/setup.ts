import type { Command } from 'commander';
import type { ObjectStep } from '../../../common/saved_objects/installation.ts';
import { tearDown } from '../adapters/elasticsearch/setup/teardown.ts';
import type { SetupStep } from '../adapters/elasticsearch/setup/setup_step.ts';
import { setUpDashboards } from '../adapters/kibana/dashboards.ts';
import { type Config, patternsOf } from '../config.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { kibanaClientOf, type KibanaOptions, parseKibanaAddress, SPACE_OPTION } from './kibana_options.ts';

interface SetupFlags extends ClusterOptions, KibanaOptions {
  readonly dryRun?: boolean;
  readonly adoptExisting?: boolean;
  readonly uninstall?: boolean;
  readonly deleteData?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** A step in Elasticsearch or in Kibana. */
type Step = Omit<SetupStep, 'kind'> & {
  readonly kind: SetupStep['kind'] | (typeof KINDS)[ObjectStep['type']];
};

const KINDS = {
  dashboard: 'dashboard',
  search: 'saved_search',
  'index-pattern': 'data_view',
  tag: 'tag',
} as const satisfies Record<ObjectStep['type'], string>;

const DONE: Readonly<Record<SetupStep['action'], string>> = {
  create: 'created',
  update: 'updated',
  keep: 'kept',
  skip: 'left alone',
  delete: 'deleted',
};

function describe(steps: readonly Step[], { dry_run }: { dry_run: boolean }): string {
  const kinds = Math.max(...steps.map(({ kind }) => kind.length), 0);
  const lines = steps.map(({ kind, name, action, reason }) => {
    const word = dry_run ? `would be ${DONE[action]}` : DONE[action];
    return `${kind.replaceAll('_', ' ').padEnd(kinds)}  ${name}: ${word}${reason === undefined ? '' : ` (${reason})`}`;
  });
  return `${lines.join('\n')}\n`;
}

/** The steps in Kibana, where its address is known. */
async function setUpKibana(config: Config, flags: SetupFlags): Promise<Step[]> {
  const client = kibanaClientOf(config, flags);
  if (!client) return [];
  const steps = await setUpDashboards(client, {
    work: flags.uninstall === true ? 'remove' : 'install',
    overwrite: flags.overwrite ?? false,
    dry_run: flags.dryRun ?? false,
    log_patterns: patternsOf(config.elasticsearch.log_indices),
  });
  return steps.map(({ type, title, state, action, reason }) => {
    const hint = state === 'changed' && action === 'skip' ? ': see --overwrite' : '';
    return {
      kind: KINDS[type],
      name: title,
      action,
      ...(reason !== undefined && { reason: `${reason}${hint}` }),
    };
  });
}

/** `log-ai setup`: puts indices, templates and the pipeline into Elasticsearch, or takes them out again. */
export function setupCommand(): Command {
  return defineCommand({
    name: 'setup',
    description:
      'put index templates, indices and the ingest pipeline into Elasticsearch, and dashboards into Kibana',
    examples: [
      'ELASTICSEARCH_URL=https://es.example.org:9200 ELASTICSEARCH_API_KEY=… log-ai setup',
      'log-ai setup --dry-run            what would be changed',
      'log-ai setup --uninstall          undo',
      'log-ai setup --kibana https://kibana.example.org:5601 --space ops',
    ],
  })
    .option('--dry-run', 'only tell what would be done')
    .option('--adopt-existing', 'also label what is written to log indices that exist already')
    .option('--uninstall', 'take templates and pipeline out again; logs and findings stay')
    .option('--delete-data', 'with --uninstall: delete what Log AI has found and learned, too')
    .option(
      '--kibana <url>',
      'also install the dashboards in this Kibana (else kibana.url)',
      parseKibanaAddress,
    )
    .option(...SPACE_OPTION)
    .option('--overwrite', 'replace, or with --uninstall remove, dashboards that users changed, too')
    .option('--json', 'print the steps as JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((flags: SetupFlags) =>
        withLogAi(flags, async ({ logAi, config }) => {
          const dry_run = flags.dryRun ?? false;
          const inElasticsearch = (): Promise<readonly Step[]> =>
            flags.uninstall === true
              ? tearDown(logAi.client, { dry_run, delete_data: flags.deleteData ?? false })
              : logAi.setUp({ dry_run, adopt_existing: flags.adoptExisting ?? false });
          const inKibana = () => setUpKibana(config, flags);
          const done: Step[] = [];
          // What is above goes first: the dashboards stand on what is in Elasticsearch.
          for (const work of flags.uninstall === true
            ? [inKibana, inElasticsearch]
            : [inElasticsearch, inKibana]) {
            const steps = await work();
            done.push(...steps);
            // Told at once: what comes next may fail.
            if (flags.json !== true && steps.length > 0) process.stdout.write(describe(steps, { dry_run }));
          }
          if (flags.json === true) process.stdout.write(`${JSON.stringify(done)}\n`);
        }),
      ),
    );
}
