import { parseArgs } from 'node:util';
import { benchUi } from './ui.ts';

/** A benchmark: says on the way what it does, and gives its figures. */
export type Benchmark = (say: (text: string) => void) => Promise<Record<string, unknown>>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { ui: benchUi };

const USAGE = `usage: npm run -s bench -- NAME [--json]

  NAME    ${Object.keys(BENCHMARKS).join(', ')}
  --json  print nothing but one line of JSON; without it the figures stand below what was done

example: npm run -s bench -- ui --json`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const benchmark = BENCHMARKS[positionals[0] ?? ''];
if (values.help || !benchmark) {
  (values.help ? process.stdout : process.stderr).write(`${USAGE}\n`);
  process.exit(values.help ? 0 : 2);
}
const figures = await benchmark((text) => process.stderr.write(`${text}\n`));
if (!values.json) {
  for (const [name, figure] of Object.entries(figures)) {
    process.stdout.write(`${name.padEnd(24)} ${JSON.stringify(figure)}\n`);
  }
}
process.stdout.write(`${JSON.stringify(figures)}\n`);
