import type { Command } from 'commander';
import type { RequestStoryResponse } from '../../../common/api.ts';
import { OPERATOR } from '../../../common/api/caller.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import { requestServices } from '../service/requests.ts';
import { templateTexts } from '../service/template_texts.ts';
import { CONFIG_OPTION, type SubcommandFlags, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';
import { describeRequest } from './request_story_text.ts';
import { printAnswer } from './template_text.ts';

interface RequestFlags extends SubcommandFlags {
  readonly lines?: boolean;
}

/** Texts of the templates of its lines, and of the step that is missing. */
function textsOf(
  { lines, comparison }: RequestStoryResponse,
  templates: TemplateFinder,
): Promise<ReadonlyMap<string, string>> {
  const steps = [...lines, comparison.break_point?.missing];
  return templateTexts(
    steps.flatMap((step) => step?.template_id ?? []),
    { templates, caller: OPERATOR },
  );
}

/** `log-ai request`: how one request went across services. */
export function requestCommand(): Command {
  return defineCommand({
    name: 'request',
    description:
      'Shows one request across all services: its calls, where it broke, how others of its path go on there.',
    examples: [
      'log-ai request req-4f1c',
      'log-ai request 4bf92f3577b34da6a3ce929d0e0e4736 --lines',
      "log-ai request req-4f1c --json | jq '.comparison.break_point'",
      'log-ai request -- -id-that-begins-with-a-dash',
    ],
  })
    .argument('<id>', 'the id of the request, to the letter')
    .option('--lines', 'its lines, too, by their templates')
    .option('--json', 'print JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((id: string, flags: RequestFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          const { ports } = logAi;
          const story = await requestServices({ ...ports, now: Date.now }).request({ id });
          const texts =
            flags.json === true ? new Map<string, string>() : await textsOf(story, ports.templates);
          printAnswer(flags, story, () =>
            describeRequest(story, {
              textOf: (template_id) => (template_id === undefined ? undefined : texts.get(template_id)),
              with_lines: flags.lines === true,
            }),
          );
        }),
      ),
    );
}
