import type { Command } from 'commander';
import { API_LIMITS, SimilarTemplatesQuery } from '../../../common/api.ts';
import { LogAiError } from '../../../common/errors.ts';
import { typeText } from '../../../common/units.ts';
import { similarityServices } from '../service/similarity.ts';
import { templateOf } from '../service/templates.ts';
import { severityRows } from '../store/severity_rows.ts';
import { readEdits } from '../tasks/edits/edit_journal.ts';
import { CONFIG_OPTION, SIZE_OPTION, type SubcommandFlags, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { templateCommand, templateEditCommands } from './template_edits.ts';
import { describeEdit, describeTemplate, printAnswer } from './template_text.ts';

function listCommand(): Command {
  return templateCommand({
    name: 'list',
    description: 'Lists live templates, those with most lines first.',
    examples: ['list', 'list "connection refused"', 'list --size 500 --json | jq .templates[].id'],
  })
    .argument('[words]', 'words of the text, or an id')
    .option(...SIZE_OPTION)
    .action(
      runAction((words: string | undefined, flags: SubcommandFlags & { size: number }) =>
        withLogAi(flags, async ({ logAi }) => {
          const { size } = flags;
          const query = { query: words, sort: 'line_count' as const, size };
          const { total, templates } = await logAi.ports.templates.search(query);
          printAnswer(flags, { total, templates: templates.map(templateOf) }, () => [
            ...templates.map(describeTemplate),
            `${templates.length} of ${total} templates`,
          ]);
        }),
      ),
    );
}

function showCommand(): Command {
  return templateCommand({
    name: 'show',
    description: 'Shows a template with its parameters; of one that was merged that in which it lives on.',
    examples: ['show template_connection_timeout_3f9a'],
  })
    .argument('<id>')
    .action(
      runAction((id: string, flags: SubcommandFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const template = await logAi.ports.templates.get(id);
          if (!template)
            throw new LogAiError(
              'not_found',
              `There is no template ${id}: log-ai templates list shows them.`,
            );
          const { services, parameters, first_seen, last_seen } = template;
          printAnswer(flags, templateOf(template), () => [
            describeTemplate(template),
            `services    ${services.join(', ')}`,
            `parameters  ${parameters.map((parameter) => `${parameter.name} (${typeText(parameter)})`).join(', ')}`,
            `seen        ${first_seen} – ${last_seen}`,
          ]);
        }),
      ),
    );
}

function editsCommand(): Command {
  return templateCommand({
    name: 'edits',
    description: 'Lists what was edited, newest first.',
    examples: ['edits', 'edits --json'],
  }).action(
    runAction((flags: SubcommandFlags) =>
      withLogAi(flags, async ({ logAi }) => {
        const { revision, edits } = await readEdits(logAi.ports.state);
        edits.reverse();
        printAnswer(flags, { revision, edits }, () =>
          edits.length === 0 ? ['Nothing was edited yet.'] : edits.map(describeEdit),
        );
      }),
    ),
  );
}

function severitiesCommand(): Command {
  return templateCommand({
    name: 'severities',
    description:
      'Prints what people said of the severity of templates, to train or score a model with: CSV with message, level, system.',
    examples: ['severities > said.csv'],
  }).action(
    runAction((flags: SubcommandFlags) =>
      withLogAi(flags, async ({ logAi }) => {
        const templates = await logAi.ports.templates.load();
        const rows = severityRows(templates);
        printAnswer(flags, { rows: rows.slice(1) }, () => [...rows]);
      }),
    ),
  );
}

interface LikeFlags extends SubcommandFlags {
  readonly like?: string;
  readonly size: number;
}

/** Templates by meaning, the most similar first. */
function findLike(like: string, flags: LikeFlags): Promise<void> {
  return withLogAi(flags, async ({ logAi }) => {
    const { semantic, ports } = logAi;
    const { templates, state } = ports;
    const { similar_templates } = similarityServices({ semantic, templates, state });
    const query = SimilarTemplatesQuery.safeParse({ like, size: Math.min(flags.size, API_LIMITS.similar) });
    if (!query.success)
      throw new LogAiError(
        'request_invalid',
        `--like takes a text of at most ${API_LIMITS.like} characters.`,
      );
    const answer = await similar_templates({ query: query.data });
    printAnswer(flags, answer, () => [
      ...answer.templates.map(
        ({ template, similarity }) => `${similarity.toFixed(2)}  ${describeTemplate(template)}`,
      ),
      ...(answer.waiting === 0
        ? []
        : [`${answer.waiting} templates wait to be read by the service, and are not among these.`]),
      ...(answer.templates.length === 0 && answer.waiting === 0
        ? ['No template has been read yet: log-ai serve does it, some seconds after it has learned them.']
        : []),
    ]);
  });
}

/** `log-ai templates`: looks at templates, and edits them. */
export function templatesCommand(): Command {
  const command = defineCommand({
    name: 'templates',
    description:
      'Looks at templates and edits them: rename, merge, split, expect, severity, mask.\nEvery edit can be undone; old documents follow. With --like, finds templates by meaning.',
    examples: [
      'log-ai templates list "connection refused"',
      'log-ai templates --like "the disk is full"',
      'log-ai templates split template_request_failed_10a1 status 500',
      'log-ai templates undo',
    ],
  });
  for (const one of [
    listCommand(),
    showCommand(),
    ...templateEditCommands(),
    editsCommand(),
    severitiesCommand(),
  ])
    command.addCommand(one);
  return command
    .enablePositionalOptions()
    .option('--like <text>', 'find templates that mean something like this, with how similar they are')
    .option(...SIZE_OPTION)
    .option('--json', 'print JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction(async (flags: LikeFlags) => {
        if (flags.like === undefined) command.help({ error: true });
        else await findLike(flags.like, flags);
      }),
    );
}
