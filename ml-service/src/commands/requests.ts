import type { Command } from 'commander';
import { OPERATOR } from '../../../common/api/caller.ts';
import type { LogAi } from '../compose.ts';
import { requestServices } from '../service/requests.ts';
import { serviceMapServices } from '../service/service_map.ts';
import { templateTexts } from '../service/template_texts.ts';
import { type Subcommand, type SubcommandFlags, subcommandOf, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { type RangeFlags, rangeQueryOf, withRange } from './past_range.ts';
import {
  describeRequestCounts,
  describeServiceMap,
  describeSharedTraits,
  templateIdsOf,
} from './request_text.ts';
import { printAnswer } from './template_text.ts';

const requestCommand = (options: Subcommand) => withRange(subcommandOf('requests', options));
const servicesOf = ({ ports }: LogAi) => requestServices({ ...ports, now: Date.now });

interface SharedFlags extends SubcommandFlags, RangeFlags {
  readonly service?: string;
  readonly template?: string;
}

function sharedCommand(): Command {
  return requestCommand({
    name: 'shared',
    description: 'Shows what failed requests have in common that requests without an error lack.',
    examples: [
      'shared',
      'shared --from 2024-01-15T14:00:00Z --to 2024-01-15T15:00:00Z',
      'shared --service payment',
      "shared --json | jq '.traits[0].text'",
    ],
  })
    .option('--service <name>', 'those that failed first in it')
    .option('--template <id>', 'those that failed first with it')
    .action(
      runAction((flags: SharedFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const { service, template: template_id } = flags;
          const query = { ...rangeQueryOf(flags), service, template_id };
          const answer = await servicesOf(logAi).shared_traits({ query });
          printAnswer(flags, answer, () => describeSharedTraits(answer));
        }),
      ),
    );
}

function countsCommand(): Command {
  return requestCommand({
    name: 'counts',
    description: 'Counts failed requests by where they failed first, with what, and what they asked for.',
    examples: [
      'counts',
      'counts --from 2024-01-15T14:00:00Z --to 2024-01-15T15:00:00Z',
      'counts --degraded',
      "counts --json | jq '.counts[0]'",
    ],
  })
    .option('--service <name>', 'those that failed first in it')
    .option('--template <id>', 'those that failed first with it')
    .option('--degraded', 'those that came to their end in spite of an error')
    .action(
      runAction((flags: SharedFlags & { readonly degraded?: boolean }) =>
        withLogAi(flags, async ({ logAi }) => {
          const { service, template: template_id, degraded = false } = flags;
          const outcome = degraded ? 'degraded' : 'failed';
          const query = { ...rangeQueryOf(flags), outcome, service, template_id } as const;
          const answer = await servicesOf(logAi).request_counts({ query });
          const { templates } = logAi.ports;
          const texts = await templateTexts(templateIdsOf(answer), { templates, caller: OPERATOR });
          printAnswer(flags, answer, () => describeRequestCounts(answer, { outcome, texts }));
        }),
      ),
    );
}

function mapCommand(): Command {
  return requestCommand({
    name: 'map',
    description:
      'Shows which service calls which, those with the most failures first, beside the period before of equal length.',
    examples: [
      'map',
      'map --from 2024-01-15T14:00:00Z --to 2024-01-15T15:00:00Z',
      "map --json | jq '.edges[] | select(.before == null)'",
    ],
  }).action(
    runAction((flags: SubcommandFlags & RangeFlags) =>
      withLogAi(flags, async ({ logAi }) => {
        const { service_map } = serviceMapServices({ ...logAi.ports, now: Date.now });
        const answer = await service_map({ query: rangeQueryOf(flags) });
        printAnswer(flags, answer, () => describeServiceMap(answer));
      }),
    ),
  );
}

/** `log-ai requests`: what requests say of the services that they cross. */
export function requestsCommand(): Command {
  const command = defineCommand({
    name: 'requests',
    description: 'Shows where requests failed, what they have in common, and which service calls which.',
    examples: [
      'log-ai requests counts',
      'log-ai requests shared --from 2024-01-15T14:00:00Z --to 2024-01-15T15:00:00Z',
      'log-ai requests map --from 2024-01-15T14:00:00Z --to 2024-01-15T15:00:00Z',
    ],
  });
  command.addCommand(countsCommand());
  command.addCommand(sharedCommand());
  command.addCommand(mapCommand());
  return command;
}
