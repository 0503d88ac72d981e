import { type Command, InvalidArgumentError } from 'commander';
import { IncidentStatus } from '../../../common/documents/incident_document.ts';
import { HOUR_MS } from '../../../common/minutes.ts';
import type { LogAi } from '../compose.ts';
import { incidentServices } from '../service/incidents.ts';
import {
  SIZE_OPTION,
  type Subcommand,
  type SubcommandFlags,
  subcommandOf,
  withLogAi,
} from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { describeIncident, incidentLine } from './incident_text.ts';
import { printAnswer } from './template_text.ts';

const incidentCommand = (options: Subcommand) => subcommandOf('incidents', options);
const servicesOf = ({ ports }: LogAi) => incidentServices({ ...ports, now: Date.now });

interface ListFlags extends SubcommandFlags {
  readonly size: number;
  readonly hours: number;
  readonly minScore: number;
  readonly service?: string;
  readonly status?: IncidentStatus;
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= 24 * 366) return hours;
  throw new InvalidArgumentError('It takes a number of hours, up to a year of them.');
}

function parseScore(text: string): number {
  const score = Number(text);
  if (text !== '' && score >= 0 && score <= 100) return score;
  throw new InvalidArgumentError('It takes a number from 0 to 100.');
}

function parseStatus(text: string): IncidentStatus {
  const { data } = IncidentStatus.safeParse(text);
  if (data) return data;
  throw new InvalidArgumentError(`It takes one of ${IncidentStatus.options.join(', ')}.`);
}

function listCommand(): Command {
  return incidentCommand({
    name: 'list',
    description: 'Lists incidents, the newest first.',
    examples: [
      'list --hours 2',
      'list --status active --min-score 75',
      "list --json | jq '.incidents[].event.reason'",
    ],
  })
    .option('--hours <number>', 'how far back', parseHours, 24)
    .option('--status <status>', IncidentStatus.options.join(', '), parseStatus)
    .option('--service <name>', 'one of its services')
    .option('--min-score <score>', 'the lowest risk, 0 to 100', parseScore, 0)
    .option(...SIZE_OPTION)
    .action(
      runAction((flags: ListFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const { size, hours, minScore: min_score, service, status } = flags;
          const from = new Date(Date.now() - hours * HOUR_MS).toISOString();
          const query = { from, offset: 0, size, sort: 'newest', min_score, service, status } as const;
          const answer = await servicesOf(logAi).incidents({ query });
          printAnswer(flags, answer, () =>
            answer.incidents.length === 0
              ? [`There are no such incidents in the last ${hours} h.`]
              : answer.incidents.map(incidentLine),
          );
        }),
      ),
    );
}

function showCommand(): Command {
  return incidentCommand({
    name: 'show',
    description: 'Shows an incident: where it began, its anomalies and failed requests in order, notes.',
    examples: ['show incident_0123456789abcdef'],
  })
    .argument('<id>')
    .action(
      runAction((id: string, flags: SubcommandFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const services = servicesOf(logAi);
          const [story, causes] = await Promise.all([
            services.incident({ id }),
            services.incident_causes({ id }),
          ]);
          printAnswer(flags, { ...story, ...causes }, () => describeIncident(story, causes));
        }),
      ),
    );
}

/** `log-ai incidents`: what went wrong lately, as one thing each. */
export function incidentsCommand(): Command {
  const command = defineCommand({
    name: 'incidents',
    description: 'Shows incidents: anomalies and failed requests of one cause, and where it began.',
    examples: ['log-ai incidents list --hours 2', 'log-ai incidents show incident_0123456789abcdef'],
  });
  command.addCommand(listCommand(), { isDefault: true });
  command.addCommand(showCommand());
  return command;
}
