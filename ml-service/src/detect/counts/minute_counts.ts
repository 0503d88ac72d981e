import { Level, type LevelRange } from '../../../../common/levels.ts';

/** Room for the levels and for "no level" beside the number of a series in one 32-bit code. */
const LEVEL_BITS = 4;
const NO_LEVEL = Level.options.length;
const LEVEL_MASK = (1 << LEVEL_BITS) - 1;

/** Series and level as one integer; the codes of one series are neighbours. */
export function codeOf(series: number, level: Level | undefined): number {
  return (series << LEVEL_BITS) | (level === undefined ? NO_LEVEL : Level.options.indexOf(level));
}

/** The number of the series in a code. */
export function seriesOf(code: number): number {
  return code >>> LEVEL_BITS;
}

/** The code of the same level in another series. */
export function withSeries(code: number, series: number): number {
  return ((series << LEVEL_BITS) | (code & LEVEL_MASK)) >>> 0;
}

/** The counts of one minute: codes ascending, lines of each. 12 bytes for each series and level that occurred. */
export class MinuteCounts {
  readonly #codes: Uint32Array;
  readonly #lines: Float64Array;

  /** @param codes - Ascending, each once. */
  private constructor(codes: Uint32Array, lines: Float64Array) {
    this.#codes = codes;
    this.#lines = lines;
  }

  static of(lines_of_code: ReadonlyMap<number, number>): MinuteCounts {
    const codes = Uint32Array.from(lines_of_code.keys()).sort();
    return new MinuteCounts(
      codes,
      Float64Array.from(codes, (code) => lines_of_code.get(code)!),
    );
  }

  /** With the lines of some series counted for others. Few move, so that nothing is sorted but these. */
  moved(moves: ReadonlyMap<number, number>): MinuteCounts {
    const moving = new Map<number, number>();
    const { length } = this.#codes;
    for (let i = 0; i < length; i++) {
      const to = moves.get(seriesOf(this.#codes[i]!));
      if (to === undefined) continue;
      const code = withSeries(this.#codes[i]!, to);
      moving.set(code, (moving.get(code) ?? 0) + this.#lines[i]!);
    }
    const arriving = MinuteCounts.of(moving);
    const codes = new Uint32Array(length + moving.size);
    const lines = new Float64Array(length + moving.size);
    let size = 0;
    let next = 0;
    const arriveBefore = (code: number) => {
      for (; next < moving.size && arriving.#codes[next]! < code; next++, size++) {
        codes[size] = arriving.#codes[next]!;
        lines[size] = arriving.#lines[next]!;
      }
    };
    for (let i = 0; i < length; i++) {
      const code = this.#codes[i]!;
      if (moves.has(seriesOf(code))) continue;
      arriveBefore(code);
      codes[size] = code;
      lines[size] = this.#lines[i]! + (arriving.#codes[next] === code ? arriving.#lines[next++]! : 0);
      size++;
    }
    arriveBefore(Infinity);
    return new MinuteCounts(codes.slice(0, size), lines.slice(0, size));
  }

  /** The numbers of the series that occurred, ascending, each once. */
  *series(): Generator<number> {
    let last = -1;
    for (const code of this.#codes) {
      const number = code >>> LEVEL_BITS;
      if (number !== last) yield (last = number);
    }
  }

  hasAny(series: { has(number: number): boolean }): boolean {
    return this.#codes.some((code) => series.has(seriesOf(code)));
  }

  addTo(sums: Float64Array): void {
    const codes = this.#codes;
    const lines = this.#lines;
    for (let i = 0; i < codes.length; i++) sums[codes[i]! >>> LEVEL_BITS]! += lines[i]!;
  }

  /** Adds one for each series that occurred. */
  countIn(filled: Uint16Array): void {
    let last = -1;
    for (const code of this.#codes) {
      const number = code >>> LEVEL_BITS;
      if (number !== last) filled[(last = number)]!++;
    }
  }

  /**
   * Adds the lines of the series that have a row, at a column of it.
   *
   * @param rows.starts - Where the row of each series begins, -1 for none.
   * @param rows.levels - Only lines of these.
   */
  addToRows(
    table: Float64Array,
    { starts, column, levels }: { starts: Int32Array; column: number; levels: LevelRange | undefined },
  ): void {
    const codes = this.#codes;
    const lines = this.#lines;
    const from = levels === undefined ? 0 : Level.options.indexOf(levels.least);
    const to = levels === undefined ? NO_LEVEL : Level.options.indexOf(levels.most);
    for (let i = 0; i < codes.length; i++) {
      const start = starts[codes[i]! >>> LEVEL_BITS]!;
      if (start === -1) continue;
      const level = codes[i]! & LEVEL_MASK;
      if (level >= from && level <= to) table[start + column]! += lines[i]!;
    }
  }

  countOf(series: number): number {
    let count = 0;
    this.#each(series, (_level, lines) => (count += lines));
    return count;
  }

  /** Adds the lines of a series by level to `sums`, which is as long as there are levels. */
  addLevelsTo(sums: Float64Array, series: number): void {
    this.#each(series, (level, lines) => {
      if (level < NO_LEVEL) sums[level]! += lines;
    });
  }

  #each(series: number, visit: (level: number, lines: number) => void): void {
    const codes = this.#codes;
    for (let i = lowerBound(codes, series << LEVEL_BITS); i < codes.length; i++) {
      const code = codes[i]!;
      if (code >>> LEVEL_BITS !== series) return;
      visit(code & LEVEL_MASK, this.#lines[i]!);
    }
  }
}

/** The first position in an ascending sequence whose value is not below `value`. */
export function lowerBound(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
