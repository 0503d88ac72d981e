import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { TemplateCount } from '../../../ml-service/src/detect/counts/count_reader.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import { BenchError } from '../benchmark.ts';

/** Beside the labelled logs; it is not part of the project. */
export const SIMULATOR = resolve(DATA_DIR, '../tools/simulate_counts.py');

/** An anomaly that was injected, or a level shift, which is none. Minutes from 0, `end` exclusive. */
export const Injected = z.object({
  kind: z.enum(['spike', 'drop', 'silence', 'new_template', 'level_shift']),
  template: z.string(),
  service: z.string(),
  start: z.int(),
  end: z.int(),
  factor: z.number(),
});
export type Injected = z.infer<typeof Injected>;

/** Counts of some weeks as a simulator made them, and what it injected. */
export interface SimulatedCounts {
  /** From the minute 0 on; one without lines is unknown. */
  readonly minutes: readonly (readonly TemplateCount[])[];
  readonly injected: readonly Injected[];
}

/**
 * Runs the simulator with a seed.
 *
 * @throws BenchError where it is not there or Python is not.
 */
export function simulate({ simulator, seed }: { simulator: string; seed: number }): SimulatedCounts {
  if (!existsSync(simulator)) {
    throw new BenchError(
      `There is no simulator at ${simulator}. Give --simulator the path of simulate_counts.py, or --data a folder that ` +
        'it wrote (counts.csv, truth.json).',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'log-ai-bench-'));
  try {
    execFileSync('python3', [simulator, folder, '--seed', String(seed)], { stdio: 'ignore' });
    return readSimulated(folder);
  } catch (error) {
    if (error instanceof BenchError) throw error;
    throw new BenchError(`The simulator ${simulator} failed: ${(error as Error).message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Reads what the simulator wrote.
 *
 * @throws BenchError where it wrote nothing.
 */
export function readSimulated(folder: string): SimulatedCounts {
  const path = join(folder, 'counts.csv');
  if (!existsSync(path)) throw new BenchError(`There is no counts.csv in ${folder}.`);
  const minutes: TemplateCount[][] = [];
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  if (header !== 'minute,service,template,count')
    throw new BenchError(`${path} has other columns: ${header}`);
  for (const row of rows) {
    const [minute, service, template_id, count] = row.split(',') as [string, string, string, string];
    (minutes[Number(minute)] ??= []).push({
      minute: Number(minute),
      template_id,
      service,
      count: Number(count),
    });
  }
  const truth: unknown = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
  return {
    minutes: Array.from({ length: minutes.length }, (_, minute) => minutes[minute] ?? []),
    injected: z.array(Injected).parse(truth),
  };
}
