import { type Command, InvalidArgumentError, Option } from 'commander';
import { ExpectRequest } from '../../../common/api.ts';
import { EXPECTATION_KINDS, SENSITIVITIES } from '../../../common/choices.ts';
import { LogAiError } from '../../../common/errors.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../common/minutes.ts';
import type { LogAi } from '../compose.ts';
import { expectationServices } from '../service/expectations.ts';
import {
  SIZE_OPTION,
  type Subcommand,
  type SubcommandFlags,
  subcommandOf,
  withLogAi,
} from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { expectationLine } from './expectation_text.ts';
import { printAnswer } from './template_text.ts';

const expectCommandOf = (options: Subcommand) => subcommandOf('expect', options);
const servicesOf = ({ ports }: LogAi) => expectationServices({ ...ports, now: Date.now });

interface AddFlags extends SubcommandFlags {
  readonly kind: (typeof EXPECTATION_KINDS)[number];
  readonly template?: string;
  readonly service?: readonly string[];
  readonly type?: string;
  readonly parameter?: { readonly name: string; readonly value: string };
  readonly sensitivity?: string;
  readonly from?: string;
  readonly until?: string;
  readonly for?: number;
  readonly note?: string;
}

const UNITS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const;

function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined && Number(count) > 0) return Number(count) * UNITS[unit as keyof typeof UNITS];
  throw new InvalidArgumentError('It takes a number and a unit, such as 30m, 2h, 1d or 1w.');
}

function parseParameter(text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at > 0) return { name: text.slice(0, at), value: text.slice(at + 1) };
  throw new InvalidArgumentError('It takes a name and a value, such as target=orders-db.');
}

/** Commander knows of none before the first. */
function alsoNamed(name: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), name];
}

function parseMoment(text: string): string {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new InvalidArgumentError('It takes a moment such as 2026-01-15T14:00:00Z.');
}

/** @throws LogAiError `request_invalid` with what is wrong with what was typed. */
function requestOf(flags: AddFlags): ExpectRequest {
  const { kind, template: template_id, service: services, type, parameter, note, sensitivity } = flags;
  const begin = flags.from === undefined ? Date.now() : Date.parse(flags.from);
  const until = flags.for === undefined ? flags.until : new Date(begin + flags.for).toISOString();
  const request = ExpectRequest.safeParse({
    kind,
    about: { template_id, services, type, parameter },
    sensitivity,
    from: flags.from,
    until,
    note,
  });
  if (request.success) return request.data;
  const [issue] = request.error.issues;
  throw new LogAiError('request_invalid', `${issue!.path.join('.')}: ${issue!.message}.`);
}

function listCommand(): Command {
  return expectCommandOf({
    name: 'list',
    description: 'Lists what people said in advance and is not over, with how much it suppressed.',
    examples: ['list', "list --all --json | jq '.expectations[] | select(.suppressed > 100)'"],
  })
    .option('--all', 'also what is over or was taken back')
    .option(...SIZE_OPTION)
    .action(
      runAction((flags: SubcommandFlags & { size: number; all?: boolean }) =>
        withLogAi(flags, async ({ logAi }) => {
          const state = flags.all === true ? 'all' : 'open';
          const answer = await servicesOf(logAi).expectations({ query: { state, size: flags.size } });
          printAnswer(flags, answer, () =>
            answer.expectations.length === 0
              ? ['Nothing is expected. To say what is: log-ai expect add --help']
              : answer.expectations.map(expectationLine),
          );
        }),
      ),
    );
}

function addCommand(): Command {
  return expectCommandOf({
    name: 'add',
    description:
      'Says in advance which anomalies are expected: they are written and counted, and alert nobody.\nAll that is named must hold. Without an end it is for ever.',
    examples: [
      'add --template template_disk_full_ee60 --for 1d --note "Known, the disk is ordered"',
      'add --template template_timeout_3f9a --parameter target=orders-db',
      'add --service search --service cart --type drop',
      'add --kind maintenance --from 2026-01-18T02:00:00Z --for 2h',
      'add --kind maintenance --service payment --for 30m',
      'add --kind sensitivity --service batch --sensitivity low',
    ],
  })
    .option('--kind <kind>', EXPECTATION_KINDS.join(', '), 'expected')
    .option('--template <id>', 'anomalies of this template')
    .option('--service <name>', 'of this service; of several: once for each', alsoNamed)
    .option('--type <type>', 'of this type, such as frequency or drop')
    .option('--parameter <name=value>', 'nearly all of whose lines have this value', parseParameter)
    .option('--sensitivity <level>', `of a service: ${SENSITIVITIES.join(' or ')}`)
    .option('--from <moment>', 'when it begins (default: now)', parseMoment)
    .option('--until <moment>', 'when it ends', parseMoment)
    .addOption(
      new Option('--for <duration>', 'how long it lasts: 30m, 2h, 1d, 1w')
        .argParser(parseDuration)
        .conflicts('until'),
    )
    .option('--note <text>', 'why')
    .action(
      runAction((flags: AddFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const expectation = await servicesOf(logAi).expect({ body: requestOf(flags) });
          printAnswer(flags, expectation, () => [
            expectationLine(expectation),
            `To take it back: log-ai expect remove ${expectation.id}`,
          ]);
        }),
      ),
    );
}

function removeCommand(): Command {
  return expectCommandOf({
    name: 'remove',
    description: 'Takes back what was said: anomalies that still go on are active again.',
    examples: ['remove expectation_0123456789abcdef'],
  })
    .argument('<id>')
    .action(
      runAction((id: string, flags: SubcommandFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const expectation = await servicesOf(logAi).undo_expectation({ id });
          printAnswer(flags, expectation, () => [expectationLine(expectation)]);
        }),
      ),
    );
}

/** `log-ai expect`: what people say in advance. */
export function expectCommand(): Command {
  const command = defineCommand({
    name: 'expect',
    description:
      'Says in advance what is expected: anomalies, planned maintenance, how sensitive a service is.',
    examples: [
      'log-ai expect list',
      'log-ai expect add --kind maintenance --from 2026-01-18T02:00:00Z --for 2h',
      'log-ai expect remove expectation_0123456789abcdef',
    ],
  });
  command.addCommand(listCommand(), { isDefault: true });
  command.addCommand(addCommand());
  command.addCommand(removeCommand());
  return command;
}
