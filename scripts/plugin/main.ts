import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { formatMessages } from 'esbuild';
import type { BuildFailure } from 'esbuild';
import { messageOf } from '../../common/errors.ts';
import { buildPlugin } from './build_plugin.ts';
import type { BuiltPlugin } from './build_plugin.ts';

/** `npm run build:plugin`. */

const HELP = `Builds the zip that Kibana installs. Kibana demands a plugin built for exactly its own version.

Usage: npm run build:plugin -- --kibana-version X.Y.Z [options]

  --kibana-version X.Y.Z  the Kibana that will run it
  --out FOLDER            where the zip goes (default: build)
  --json                  print one JSON object: path, bytes, entries
  --help                  print this

Examples:
  $ npm run build:plugin -- --kibana-version 8.12.2
  $ npm run -s build:plugin -- --kibana-version 8.12.2 --json
  $ bin/kibana-plugin install file:///path/to/build/logAi-8.12.2.zip    # in Kibana's own folder
`;

/** 1: it failed. 2: the command line is wrong. As `log-ai` does. */
const EXIT = { failure: 1, usage: 2 } as const;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        'kibana-version': { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return stop(`${messageOf(error)}\nTry npm run build:plugin -- --help`, EXIT.usage);
  }
}

function stop(message: string, code: number): never {
  process.stderr.write(`build:plugin: ${message}\n`);
  process.exit(code);
}

function describe({ path, bytes, entries }: BuiltPlugin, seconds: number): string {
  const rows = entries.map((entry) => `  ${size(entry.bytes).padStart(10)}  ${entry.path}`);
  return [`${relative('.', path)}  ${size(bytes)} in ${seconds.toFixed(1)} s`, ...rows].join('\n');
}

function size(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** esbuild's own message names only the first place, and only in short. */
async function explain(error: unknown): Promise<string> {
  if (!(error instanceof Error) || !('errors' in error)) return messageOf(error);
  const lines = await formatMessages((error as BuildFailure).errors, {
    kind: 'error',
    color: process.stderr.isTTY,
  });
  return `the sources do not bundle.\n${lines.join('')}`;
}

const { 'kibana-version': kibana_version, out, json, help } = readArguments();
if (help) {
  process.stdout.write(HELP);
} else {
  if (kibana_version === undefined) {
    stop(`say for which Kibana: npm run build:plugin -- --kibana-version 8.12.2`, EXIT.usage);
  }
  try {
    const started = performance.now();
    const built = await buildPlugin({ kibana_version, ...(out === undefined ? {} : { out_dir: out }) });
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(`${json ? JSON.stringify(built) : describe(built, seconds)}\n`);
  } catch (error) {
    stop(await explain(error), EXIT.failure);
  }
}
