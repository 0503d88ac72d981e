import type { Command } from 'commander';
import { LogAiError } from '../../../common/errors.ts';
import { escapeText, safeJson } from '../adapters/terminal/escape_text.ts';
import { readEdits } from '../tasks/edits/edit_journal.ts';
import { casesOf, describeCase, type RefinedCase, type RefineSummary } from '../tasks/cycle/refine.ts';
import { TemplateCatalog } from '../tasks/catalog/template_catalog.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';

interface RefineFlags extends ClusterOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** `log-ai refine`: asks a language model about templates that no miner handles well. */
export function refineCommand(): Command {
  return defineCommand({
    name: 'refine',
    description: [
      'Asks a language model about kinds of lines that fell into many templates, and merges those that are one.',
      'Masked samples leave for refine.base_url, and nothing else; a proposal is taken only if it matches all of them.',
    ].join('\n'),
    examples: [
      'log-ai refine --dry-run   # what would be asked about; nothing leaves',
      'LOG_AI_REFINE__BASE_URL=http://127.0.0.1:11434 LOG_AI_REFINE__MODEL=qwen2.5:7b log-ai refine',
    ],
  })
    .option('--dry-run', 'say what would be asked about, and ask nobody')
    .option('--json', 'print what was done as JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((flags: RefineFlags) =>
        withLogAi(flags, async ({ logAi, config }) => {
          const { base_url, model } = config.refine;
          if (flags.dryRun !== true && (base_url === undefined || model === undefined)) {
            throw new LogAiError(
              'config_invalid',
              'There is no language model to ask: set refine.base_url and refine.model, or try --dry-run.',
            );
          }
          await logAi.checkSetUp();
          const summary = flags.dryRun === true ? await previewCases(logAi) : await logAi.runner.runRefine();
          process.stdout.write(
            flags.json === true ? `${safeJson(summary)}\n` : escapeText(describeRefine(summary)),
          );
          if (summary.problem)
            throw new LogAiError(
              summary.problem.code as LogAiError['code'],
              `${summary.problem.message} What was found before that was kept.`,
            );
        }),
      ),
    );
}

async function previewCases(
  logAi: Parameters<Parameters<typeof withLogAi>[1]>[0]['logAi'],
): Promise<RefineSummary> {
  const { ports, createParser } = logAi;
  const edits = await readEdits(ports.state);
  const catalog = await TemplateCatalog.load({ store: ports.templates, edits, createParser });
  return { cases: casesOf(catalog).map(describeCase), waiting: 0 };
}

function describeCaseLine({ templates, template, refused, samples }: RefinedCase): string {
  const outcome = template
    ? `${template.covers} of ${templates} templates are one: ${template.text}`
    : `${templates} templates${refused === undefined ? '' : ` stay (${refused})`}: ${samples.join(' | ')}`;
  return `  ${outcome}`;
}

/** What was done, as text. */
export function describeRefine({ cases, waiting }: RefineSummary): string {
  if (cases.length === 0 && waiting === 0) return 'No kind of line fell into many templates.\n';
  const lines = cases.map(describeCaseLine);
  if (waiting > 0) lines.push(`  ${waiting} more wait for the next run.`);
  return `${lines.join('\n')}\n`;
}
