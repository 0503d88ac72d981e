import { Argument, type Command } from 'commander';
import { safeJson } from '../adapters/terminal/escape_text.ts';
import {
  type MatcherStanding,
  readMatcher,
  resumePublishing,
  rollBackMatcher,
} from '../tasks/cycle/roll_back.ts';
import { type ClusterOptions, CONFIG_OPTION, withLogAi } from './cluster_command.ts';
import { defineCommand, runAction } from './define_command.ts';

interface MatcherFlags extends ClusterOptions {
  readonly json?: true;
}

/** `log-ai matcher`: which generation of the matcher labels lines, and a way back to the one before. */
export function matcherCommand(): Command {
  return defineCommand({
    name: 'matcher',
    description: [
      'Shows which generation of the matcher labels new lines, and rolls back to the one before.',
      'After a roll-back learning goes on, and nothing is published until "log-ai matcher resume".',
    ].join('\n'),
    examples: [
      'log-ai matcher            which one runs, and which one is kept',
      'log-ai matcher rollback   the one before labels lines again',
      'log-ai matcher resume     publish what was learned since',
    ],
  })
    .addArgument(new Argument('[action]', 'without one it only shows').choices(['rollback', 'resume']))
    .option('--json', 'print it as JSON')
    .option(...CONFIG_OPTION)
    .action(
      runAction((action: 'rollback' | 'resume' | undefined, flags: MatcherFlags) =>
        withLogAi(flags, async ({ logAi }) => {
          await logAi.checkSetUp();
          if (action === 'rollback') await rollBackMatcher(logAi.ports);
          if (action === 'resume') await resumePublishing(logAi.ports);
          const standing = await readMatcher(logAi.ports);
          process.stdout.write(flags.json === true ? `${safeJson(standing)}\n` : describeMatcher(standing));
        }),
      ),
    );
}

/** Which matcher runs, as text. */
export function describeMatcher({ generation, installed, previous, held }: MatcherStanding): string {
  const lines = [
    installed
      ? `runs      matcher ${installed.runs}, as generation ${installed.generation}`
      : 'runs      none: there is no pipeline; the next cycle publishes one',
    ...(generation !== undefined && installed?.generation !== generation
      ? [`announced generation ${generation}: the next cycle mends what differs`]
      : []),
    previous === undefined ? 'kept      none yet' : `kept      matcher ${previous}`,
    ...(held
      ? [`held      since ${held.since}: "log-ai matcher resume" publishes what was learned since`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
