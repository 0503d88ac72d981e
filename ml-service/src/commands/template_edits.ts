import type { Command } from 'commander';
import { EditRequest } from '../../../common/api.ts';
import { SeverityLabel } from '../../../common/levels.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { LogAi } from '../compose.ts';
import { templateOf } from '../service/templates.ts';
import { type EditOutcome, makeEdit, undoEdit } from '../tasks/edits/make_edit.ts';
import { type Subcommand, type SubcommandFlags, subcommandOf, withLogAi } from './cluster_command.ts';
import { runAction } from './define_command.ts';
import { describeEdit, describeTemplate, printAnswer } from './template_text.ts';

/** A command below `log-ai templates`. */
export const templateCommand = (options: Subcommand): Command => subcommandOf('templates', options);

/** Makes or undoes an edit, has old documents follow, and tells what came of it. */
function runEdit(flags: SubcommandFlags, change: (logAi: LogAi) => Promise<EditOutcome>): Promise<void> {
  return withLogAi(flags, async ({ logAi }) => {
    await logAi.checkSetUp();
    const { edit, changed, templates } = await change(logAi);
    const followed = await follow(logAi);
    printAnswer(flags, { edit, changed, templates: templates.map(templateOf) }, () => [
      describeEdit(edit),
      ...(changed ? [] : ['All is so already.']),
      ...templates.map(describeTemplate),
      followed,
      ...(edit.undone === undefined ? [`To take it back: log-ai templates undo ${edit.id}`] : []),
    ]);
  });
}

/** Has old documents follow, or says who does. */
async function follow(logAi: LogAi): Promise<string> {
  const { stderr } = process;
  try {
    const { relabelled } = await logAi.runner.runEdits((done, total) => {
      if (total > 0 && stderr.isTTY) stderr.write(`\r\u001b[Klabelled documents: ${done} of ${total}`);
    });
    if (stderr.isTTY) stderr.write('\r\u001b[K');
    return `${relabelled} old documents were labelled anew.`;
  } catch (error) {
    if (!(error instanceof LogAiError) || error.code !== 'conflict') throw error;
    return 'The service that runs on this cluster labels old documents anew: GET /api/v1/jobs says how far it is.';
  }
}

/** @throws LogAiError `request_invalid` with what is wrong with what was typed. */
function make(logAi: LogAi, typed: unknown): Promise<EditOutcome> {
  const request = EditRequest.safeParse(typed);
  if (request.success)
    return makeEdit({ ports: logAi.ports, createParser: logAi.createParser, request: request.data });
  const [issue] = request.error.issues;
  throw new LogAiError('request_invalid', `${issue!.path.join('.')}: ${issue!.message}.`);
}

function renameCommand(): Command {
  return templateCommand({
    name: 'rename',
    description: 'Puts a name beside the id of a template.',
    examples: ['rename template_disk_full_ee60 "Disk full"'],
  })
    .argument('<id>')
    .argument('<name>')
    .action(
      runAction((template_id: string, name: string, flags: SubcommandFlags) =>
        runEdit(flags, (logAi) => make(logAi, { kind: 'rename', template_id, name })),
      ),
    );
}

function mergeCommand(): Command {
  return templateCommand({
    name: 'merge',
    description: 'Makes one of several templates, whatever their shape: the oldest, or that of --into.',
    examples: [
      'merge template_disk_full_ee60 template_volume_full_12ab',
      'merge template_disk_full_ee60 template_volume_full_12ab --into template_volume_full_12ab',
    ],
  })
    .argument('<ids...>')
    .option('--into <id>', 'the one of them that lives on')
    .action(
      runAction((template_ids: string[], flags: SubcommandFlags & { into?: string }) =>
        runEdit(flags, (logAi) => make(logAi, { kind: 'merge', template_ids, into: flags.into })),
      ),
    );
}

function splitCommand(): Command {
  return templateCommand({
    name: 'split',
    description: 'Makes templates of their own of the lines in which a parameter has these values.',
    examples: ['split template_request_failed_10a1 status 500 503'],
  })
    .argument('<id>')
    .argument('<parameter>')
    .argument('<values...>', 'as they stand in the line')
    .action(
      runAction((template_id: string, parameter: string, values: string[], flags: SubcommandFlags) =>
        runEdit(flags, (logAi) => make(logAi, { kind: 'split', template_id, parameter, values })),
      ),
    );
}

function expectCommand(): Command {
  return templateCommand({
    name: 'expect',
    description: 'Says that anomalies of a template are nothing to worry about.',
    examples: ['expect template_cache_evicted_77d0', 'expect template_cache_evicted_77d0 --not'],
  })
    .argument('<id>')
    .option('--not', 'says the opposite')
    .action(
      runAction((template_id: string, flags: SubcommandFlags & { not?: boolean }) =>
        runEdit(flags, (logAi) => make(logAi, { kind: 'expect', template_id, expected: flags.not !== true })),
      ),
    );
}

function severityCommand(): Command {
  return templateCommand({
    name: 'severity',
    description: `Says how severe the lines of a template are, whatever their level and the model say: ${SeverityLabel.options.join(', ')}.`,
    examples: ['severity template_cache_evicted_77d0 informational'],
  })
    .argument('<id>')
    .argument('<severity>')
    .action(
      runAction((template_id: string, severity: string, flags: SubcommandFlags) =>
        runEdit(flags, (logAi) => make(logAi, { kind: 'severity', template_id, severity })),
      ),
    );
}

function maskCommand(): Command {
  return templateCommand({
    name: 'mask',
    description:
      'Adds a kind of value that is masked before all others.\nThe pattern has classes, groups, choices and repeats: what takes linear time.',
    examples: ["mask seat 'row-[A-Z]{2}'"],
  })
    .argument('<name>')
    .argument('<pattern>')
    .action(
      runAction((name: string, pattern: string, flags: SubcommandFlags) =>
        runEdit(flags, (logAi) => make(logAi, { kind: 'mask', name, pattern })),
      ),
    );
}

function undoCommand(): Command {
  return templateCommand({
    name: 'undo',
    description: 'Takes an edit back, the last one where none is named.',
    examples: ['undo', 'undo edit_3'],
  })
    .argument('[edit]')
    .action(
      runAction((id: string | undefined, flags: SubcommandFlags) =>
        runEdit(flags, ({ ports, createParser }) => undoEdit({ ports, createParser, id })),
      ),
    );
}

/** The commands that change templates. */
export function templateEditCommands(): Command[] {
  return [
    renameCommand(),
    mergeCommand(),
    splitCommand(),
    expectCommand(),
    severityCommand(),
    maskCommand(),
    undoCommand(),
  ];
}
