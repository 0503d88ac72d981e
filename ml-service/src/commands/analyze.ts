import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { AnalysisReport } from '../../../common/analysis_report.ts';
import { LogAiError, messageOf } from '../../../common/errors.ts';
import type { KeptState } from '../adapters/file/state/kept_state.ts';
import { readReaderTables } from '../adapters/file/installed/precompiled_tables.ts';
import type { Input } from '../adapters/file/input/open_input.ts';
import { renderHtmlReport } from '../adapters/report/html_report.ts';
import { renderAnalysis } from '../adapters/terminal/analysis/analysis_text.ts';
import { safeJson } from '../adapters/terminal/escape_text.ts';
import { terminalOf, writeText } from '../adapters/terminal/terminal.ts';
import { startProgress } from '../adapters/terminal/progress_bar.ts';
import { analyze } from '../analyze/analyze.ts';
import { openEmbedder, openSeverityClassifier } from '../adapters/onnx/open_models.ts';
import { detectorsOf } from '../detect/detectors.ts';
import { semanticDetector } from '../detect/semantic/detector.ts';
import { defineCommand, runAction } from './define_command.ts';
import {
  monotonicSeconds,
  openInputs,
  printHint,
  readCount,
  readingConfig,
  type ReadingOptions,
  withReadingOptions,
  withState,
} from './reading_options.ts';

interface AnalyzeOptions extends ReadingOptions {
  readonly html?: string;
  readonly json?: true;
  readonly top: number;
}

/** A screen of templates; most logs have their lines in fewer. */
const DEFAULT_TOP = 20;

/** `log-ai analyze`: what is in a log and what is wrong with it, without any cluster. */
export function analyzeCommand(): Command {
  const command = defineCommand({
    name: 'analyze',
    description: 'Says what is in log files and what is wrong: templates, anomalies, failed requests.',
    examples: [
      'log-ai analyze app.log',
      'log-ai analyze app.log.2.gz app.log.1.gz app.log --html report.html',
      'log-ai analyze /var/log/shop',
      'kubectl logs deploy/checkout --timestamps | log-ai analyze -',
      'log-ai analyze app.log --miner iplom',
      'log-ai analyze app.log --state app.state',
      "log-ai analyze app.log --json | jq '.anomalies[].reason'",
    ],
  });
  command
    .argument('<files...>', 'files, gzipped or not, or a directory of them; - reads the standard input')
    .option('--html <file>', 'write the report as one HTML file, too')
    .option('--json', 'print the whole report as one line of JSON')
    .option('--top <count>', 'how many templates are shown', readCount, DEFAULT_TOP);
  return withReadingOptions(command).action(
    runAction(async (files: string[], options: AnalyzeOptions) => {
      const { html } = options;
      if (html !== undefined) await checkWritable(html);
      const reading = readingConfig(options);
      const inputs = await openInputs(files, { options, parse: reading.parse });
      const report = await withState(options, (state) => analyzeInputs(inputs, { reading, options, state }));
      if (html !== undefined) {
        await writeFile(html, renderHtmlReport(report)).catch((cause: unknown) => {
          throw unwritable(html, cause);
        });
        printHint(`The report is in ${html}.`);
      }
      await writeText(process.stdout, textOf(report, options));
      const [problem] = report.problems;
      if (problem) throw new LogAiError(problem.code, problem.message);
    }),
  );
}

function textOf(report: AnalysisReport, { json, top }: AnalyzeOptions): string {
  if (json) return `${safeJson(report)}\n`;
  return renderAnalysis({ report, top, terminal: terminalOf(process.stdout, process.env) });
}

async function analyzeInputs(
  inputs: readonly Input[],
  {
    reading: { config, parse, formats },
    options,
    state,
  }: {
    readonly reading: ReturnType<typeof readingConfig>;
    readonly options: AnalyzeOptions;
    readonly state: KeptState | undefined;
  },
): Promise<AnalysisReport> {
  const progress = startProgress({
    stream: process.stderr,
    total: totalSize(inputs),
    seconds: monotonicSeconds,
  });
  const { semantic } = config.detect;
  // Its thread starts with the first text: most files have none to be read.
  const embedder = semantic.enabled ? openEmbedder() : undefined;
  const classifier = config.severity.enabled ? openSeverityClassifier() : undefined;
  try {
    return await analyze({
      inputs,
      parse,
      tables: readReaderTables({ formats }),
      format: options.format?.input,
      request_id_fields: config.parse.request_id_fields,
      detectors: detectorsOf(config.detect),
      ...(config.detect.sequence.enabled && { sequence: config.detect.sequence }),
      ...(config.detect.parameter.enabled && { parameter: config.detect.parameter }),
      meanings: embedder && {
        detector: semanticDetector(semantic),
        embed: (texts) => embedder.embed(texts),
      },
      classify: classifier && ((texts) => classifier.classify(texts)),
      reference: Date.now(),
      seconds: monotonicSeconds,
      ...(state && { state }),
      onProgress: (read) => {
        progress.update({ ...read, bytes_on_disk: sumOf(inputs.map((input) => input.bytesRead())) });
      },
    });
  } finally {
    await embedder?.close();
    await classifier?.close();
    progress.stop();
  }
}

/** Bytes on disk, where all of them are known. */
function totalSize(inputs: readonly Input[]): number | undefined {
  return inputs.every(({ size }) => size !== undefined)
    ? sumOf(inputs.map(({ size = 0 }) => size))
    : undefined;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Told before an hour of reading, not after it. */
async function checkWritable(path: string): Promise<void> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw new Error('it is a directory');
    await access(found ? path : dirname(path), constants.W_OK);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): LogAiError {
  return new LogAiError(
    'output_unwritable',
    `The report cannot be written to ${path}: ${messageOf(cause)}. Name another file.`,
    { cause, details: { path } },
  );
}
