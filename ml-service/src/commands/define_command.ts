import { Command } from 'commander';
import { LogAiError, messageOf } from '../../../common/errors.ts';
import { endOnBrokenPipe } from '../adapters/terminal/terminal.ts';
import { escapeText } from '../adapters/terminal/escape_text.ts';

/** 0: done. 1: it failed, or not all of the input could be used. 2: the command line is wrong. */
const EXIT = { failure: 1, usage: 2 } as const;

/** A command with the manners that all commands of `log-ai` share: errors in one line, exit codes, help with examples. */
export function defineCommand({
  name,
  within,
  description,
  examples,
}: {
  readonly name: string;
  /** The command that it belongs to. */
  readonly within?: string;
  /** Its first line stands in the list of commands. */
  readonly description: string;
  /** Whole command lines. */
  readonly examples: readonly string[];
}): Command {
  return withManners(new Command(name))
    .summary(description.split('\n', 1)[0]!)
    .description(description)
    .showHelpAfterError(`Try log-ai ${within === undefined ? name : `${within} ${name}`} --help`)
    .addHelpText('after', ['', 'Examples:', ...examples.map((example) => `  $ ${example}`)].join('\n'));
}

/** How a wrong command line is told: with our name, and with exit code 2. */
export function withManners(command: Command): Command {
  return command
    .configureOutput({
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'log-ai: '));
      },
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.usage));
}

/**
 * Makes an action of a command: what it throws becomes one line on stderr and exit code 1, and a reader that goes away
 * ends it in silence.
 */
export function runAction<Arguments extends unknown[]>(
  action: (...values: Arguments) => Promise<void>,
): (...values: Arguments) => Promise<void> {
  return async (...values) => {
    endOnBrokenPipe(process.stdout);
    try {
      await action(...values);
    } catch (error) {
      printError(error);
      process.exitCode = EXIT.failure;
    }
  };
}

/** With LOG_AI_LOG__LEVEL=debug the stack follows. */
function printError(error: unknown): void {
  const message =
    error instanceof LogAiError ? error.message : `It failed inside: ${messageOf(error)}. Please report it.`;
  process.stderr.write(`log-ai: ${escapeText(message)}\n`);
  const level = process.env['LOG_AI_LOG__LEVEL'];
  if (level !== 'debug' && level !== 'trace') return;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    process.stderr.write(`${cause.stack ?? cause.message}\n`);
  }
}
