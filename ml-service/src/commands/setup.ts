import type { Command } from 'commander';
import { tearDown } from '../adapters/elasticsearch/setup/teardown.ts';
import type { SetupStep } from '../adapters/elasticsearch/setup/setup_step.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';

interface SetupFlags extends ClusterOptions {
  readonly dryRun?: boolean;
  readonly adoptExisting?: boolean;
  readonly uninstall?: boolean;
  readonly deleteData?: boolean;
  readonly json?: boolean;
}

const DONE: Readonly<Record<SetupStep['action'], string>> = {
  create: 'created',
  update: 'updated',
  keep: 'kept',
  skip: 'left alone',
  delete: 'deleted',
};

function describe(steps: readonly SetupStep[], { dry_run }: { dry_run: boolean }): string {
  const kinds = Math.max(...steps.map(({ kind }) => kind.length), 0);
  const lines = steps.map(({ kind, name, action, reason }) => {
    const word = dry_run ? `would be ${DONE[action]}` : DONE[action];
    return `${kind.replace('_', ' ').padEnd(kinds)}  ${name}: ${word}${reason === undefined ? '' : ` (${reason})`}`;
  });
  return `${lines.join('\n')}\n`;
}

/** `log-ai setup`: puts indices, templates and the pipeline into Elasticsearch, or takes them out again. */
export function setupCommand(): Command {
  return defineCommand({
    name: 'setup',
    description: 'put index templates, indices and the ingest pipeline into Elasticsearch',
    examples: [
      'ELASTICSEARCH_URL=https://es.example.org:9200 ELASTICSEARCH_API_KEY=… log-ai setup',
      'log-ai setup --dry-run            what would be changed',
      'log-ai setup --uninstall          undo',
    ],
  })
    .option('--dry-run', 'only tell what would be done')
    .option('--adopt-existing', 'also label what is written to log indices that exist already')
    .option('--uninstall', 'take templates and pipeline out again; logs and findings stay')
    .option('--delete-data', 'with --uninstall: delete what Log AI has found and learned, too')
    .option('--json', 'print the steps as JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((flags: SetupFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const dry_run = flags.dryRun ?? false;
          const steps =
            flags.uninstall === true
              ? await tearDown(logAi.client, { dry_run, delete_data: flags.deleteData ?? false })
              : await logAi.setUp({ dry_run, adopt_existing: flags.adoptExisting ?? false });
          process.stdout.write(
            flags.json === true ? `${JSON.stringify(steps)}\n` : describe(steps, { dry_run }),
          );
        }),
      ),
    );
}
