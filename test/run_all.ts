import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `npm test`: everything that must hold, one step after the other, and one plain line at the end. */

interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const folder = mkdtempSync(join(tmpdir(), 'log-ai-report-'));
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A step that either passes or fails as a whole; what it says comes in one piece, for others run beside it. */
function check(name: string, command: string, args: readonly string[]): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve) => {
    execFile(command, args, { maxBuffer: Infinity }, (error, stdout, stderr) => {
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      if (error && stdout === '' && stderr === '') say(error.message);
      say(`${error ? 'FAIL' : 'ok  '} ${name} (${seconds(started)})`);
      resolve({ passed: error ? 0 : 1, failed: error ? 1 : 0, skipped: 0 });
    });
  });
}

function runTests(project: string): Outcome {
  const started = performance.now();
  const outputFile = join(folder, `${project}.json`);
  const { status } = spawnSync(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const outcome = readReport(outputFile, status);
  say(`${outcome.failed === 0 ? 'ok  ' : 'FAIL'} ${project} tests (${seconds(started)})`);
  return outcome;
}

/** A file that could not even be loaded, or a runner that died, is a failure too. */
function readReport(file: string, status: number | null): Outcome {
  let report: VitestReport;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const ROOMS = ['common', 'public', 'server', 'ml-service/src', 'demo', 'scripts', 'test/host'];
const outcomes = [
  ...(await Promise.all([
    check('types', 'tsc', ['--noEmit']),
    check('lint', 'eslint', ['.']),
    check('format', 'prettier', ['--check', '.', '--log-level', 'warn']),
    check('architecture', 'depcruise', ['--config', '.dependency-cruiser.cjs', ...ROOMS]),
  ])),
  runTests('unit'),
  runTests('integration'),
  runTests('security'),
  runTests('e2e'),
];
rmSync(folder, { recursive: true });
const total = (key: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
say(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') === 0 ? 0 : 1;
