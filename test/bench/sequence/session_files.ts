import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Sequence } from '../../../ml-service/src/detect/sequence/sequence.ts';
import { BenchError } from '../benchmark.ts';

/** How many sessions of each kind there are where the files hold a part of them. */
export interface Prevalence {
  readonly normal: number;
  readonly abnormal: number;
}

/** Sessions with labels: one a line, ids of events between blanks. */
export interface LabelledSessions {
  readonly train: readonly Sequence[];
  readonly normal: readonly Sequence[];
  readonly abnormal: readonly Sequence[];
  readonly prevalence: Prevalence;
}

/** Of known data sets, by the name of their folder: how many sessions the whole has (Xu et al., SOSP 2009). */
const PREVALENCE: Readonly<Record<string, Prevalence>> = {
  hdfs_sessions: { normal: 553_366, abnormal: 16_838 },
};

/**
 * Reads a folder of `train_normal.txt`, `test_normal.txt` and `test_abnormal.txt`.
 *
 * @param prevalence - What false and true findings are scaled to; else that of a known data set, else the sessions of the
 * test files as they are.
 * @throws BenchError where a file is missing or empty.
 */
export function readSessions(folder: string, prevalence?: Prevalence): LabelledSessions {
  const read = (name: string): readonly Sequence[] => {
    const path = join(folder, `${name}.txt`);
    if (!existsSync(path)) {
      throw new BenchError(
        `There is no ${path}. Give --data a folder with train_normal.txt, test_normal.txt and test_abnormal.txt.`,
      );
    }
    const sessions = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/).filter(Boolean))
      .filter((events) => events.length > 0);
    if (sessions.length === 0) throw new BenchError(`There is no session in ${path}.`);
    return sessions;
  };
  const [normal, abnormal] = [read('test_normal'), read('test_abnormal')];
  return {
    train: read('train_normal'),
    normal,
    abnormal,
    prevalence: prevalence ??
      PREVALENCE[basename(folder)] ?? { normal: normal.length, abnormal: abnormal.length },
  };
}
