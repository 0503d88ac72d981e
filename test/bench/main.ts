import { parseArgs } from 'node:util';
import { type Benchmark, BenchError, type BenchOption } from './benchmark.ts';
import { cycle } from './cycle/cycle.ts';
import { detectCost } from './detect/detect_cost.ts';
import { frequency } from './frequency/frequency.ts';
import { incidents } from './incidents/incidents.ts';
import { loopDelay } from './loop_delay.ts';
import { parseAccuracy } from './parse/parse_accuracy.ts';
import { parseMemory } from './parse/parse_memory.ts';
import { parseSpeed } from './parse/parse_speed.ts';
import { requests } from './requests/requests.ts';
import { rootCause } from './root_cause/root_cause.ts';
import { sequence } from './sequence/sequence.ts';
import { embedSpeed } from './semantic/embed_speed.ts';
import { semantic } from './semantic/semantic.ts';
import { severity } from './severity/severity.ts';
import { ui } from './ui.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  parse_accuracy: parseAccuracy,
  parse_speed: parseSpeed,
  parse_memory: parseMemory,
  loop_delay: loopDelay,
  cycle,
  detect_cost: detectCost,
  frequency,
  incidents,
  root_cause: rootCause,
  requests,
  sequence,
  embed_speed: embedSpeed,
  semantic,
  severity,
  ui,
};

const NAME_WIDTH = 24;

function optionLines(options: Readonly<Record<string, BenchOption>>): string[] {
  return Object.entries(options).map(([name, { value, help, default: preset }]) => {
    const note = preset === undefined ? '' : ` (default ${preset})`;
    return `    ${`--${name} ${value}`.padEnd(NAME_WIDTH - 2)}${help}${note}`;
  });
}

const USAGE = `usage: npm run -s bench -- NAME [--json] [--data DIR] [options]

${Object.entries(BENCHMARKS)
  .flatMap(([name, { purpose, options }]) => [
    `  ${name.padEnd(NAME_WIDTH)}${purpose}`,
    ...optionLines(options),
  ])
  .join('\n')}

  ${'--json'.padEnd(NAME_WIDTH)}print nothing but one line of JSON; without it the figures stand above it
  ${'--data DIR'.padEnd(NAME_WIDTH)}labelled logs, for those that read any; else loghub_2k in LOG_AI_DATA or beside the checkout

example: npm run -s bench -- parse_accuracy --json`;

function printUsage(stream: NodeJS.WriteStream): void {
  stream.write(`${USAGE}\n`);
}

/** @returns The exit code. */
async function main(args: readonly string[]): Promise<number> {
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const benchmark = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
  if (args.includes('--help') || !benchmark) {
    printUsage(args.includes('--help') ? process.stdout : process.stderr);
    return args.includes('--help') ? 0 : 2;
  }
  const { json, ...options } = readOptions(args, benchmark);
  const figures = await benchmark.run({
    say: (text) => process.stderr.write(`${text}\n`),
    options,
  });
  if (!json) {
    for (const [figure, value] of Object.entries(figures))
      process.stdout.write(`${figure.padEnd(NAME_WIDTH)} ${JSON.stringify(value)}\n`);
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** @throws BenchError for an option that the benchmark does not have. */
function readOptions(args: readonly string[], benchmark: Benchmark) {
  const own = Object.entries(benchmark.options).map(([name, { default: preset }]) => [
    name,
    { type: 'string' as const, ...(preset !== undefined && { default: preset }) },
  ]);
  try {
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        data: { type: 'string' },
        ...(Object.fromEntries(own) as Record<string, { type: 'string'; default?: string }>),
      },
    });
    return values as { json: boolean } & Record<string, string | undefined>;
  } catch (error) {
    throw new BenchError((error as Error).message);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
