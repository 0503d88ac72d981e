/** An option of the command line that takes a value. */
export interface BenchOption {
  /** What stands for the value in the help text. */
  readonly value: string;
  readonly help: string;
  readonly default?: string;
}

/** What a benchmark is given: where to tell its progress, and the options that were set or have defaults. */
export interface BenchRun {
  readonly say: (text: string) => void;
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** What came out, by the names that stand in docs/benchmarks.md. */
export type Figures = Readonly<Record<string, unknown>>;

/** A benchmark: says on the way what it does, and gives its figures. */
export interface Benchmark {
  readonly purpose: string;
  /** Its own options; `--data`, `--json` and `--help` are everybody's. */
  readonly options: Readonly<Record<string, BenchOption>>;
  readonly run: (run: BenchRun) => Figures | Promise<Figures>;
}

/** What the user can mend. The message says how; nobody needs the stack. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}

/**
 * The value of an option that is a whole number above zero.
 *
 * @throws BenchError when it is none.
 */
export function positiveInteger(options: BenchRun['options'], name: string): number {
  const text = options[name] ?? '';
  const number = Number(text.replaceAll(/[_,]/g, ''));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new BenchError(`--${name} must be a whole number above zero, it is "${text}".`);
}
