import { isDigit, ZERO } from '../../../../common/characters.ts';
import { isBlank } from './blank.ts';
import { NUMBER_AT, OTHER_PRIME, OTHER_SEED, PLACE_BITS, PRIME, SEED } from '../masks/scan_constants.ts';

/** Headers that are kept; when there are more, all are forgotten and those in use come again. */
const MAX_KNOWN = 1 << 13;
/** Half of the table stays free. */
const TABLE_BITS = 14;
/** Columns of a header and of what was looked at behind it: a line whose header is decided later goes the long way. */
const MAX_COLUMNS = 64;
/** A run of digits from which on it matters whether the first is a 1: seconds since the epoch. */
const EPOCH_DIGITS = 10;
/** What such a run leaves in the hash, no character. */
const EPOCH = 1 << 16;
const NO_EPOCH = EPOCH + 1;
/*
 * A line that is not known costs about twice what one that is known saves. Where most lines are not, for instance because
 * each has an id of letters and digits in its header, none is looked up for a while.
 */
const COST_OF_MISS = 2;
const MAX_CREDIT = 1 << 11;
const PAUSE = 1 << 14;
const CREDIT_AFTER_PAUSE = 1 << 7;

/**
 * Remembers what was found in the heads of lines, by the text that decided it, digits being alike: lines of one program
 * have few such texts. What decided is known exactly, as the reader tells how far it looked; it is taken to the end of its
 * column. So a line is looked up by one pass over its first columns, and the automaton and the layouts are for what is new.
 *
 * Two hashes with 64 bits together stand for the text: among the few thousand that are kept at a time, two collide with a
 * probability of one in a trillion.
 */
export class KnownHeaders<T> {
  private readonly max_length: number;
  /** As the table of forms: a place holds both hashes, then 1 + the number of the header or 0 where there is none. */
  private readonly table = new Int32Array(1 << (TABLE_BITS + PLACE_BITS));
  private headers: T[] = [];
  /** Whether a header is known that is decided by so many columns. */
  private readonly depths = new Uint8Array(MAX_COLUMNS + 1);
  private deepest = 0;
  private hash = 0;
  private other_hash = 0;
  private credit = MAX_CREDIT;
  private paused = 0;

  /** @param max_length - Characters of a line that are looked at. */
  constructor(max_length: number) {
    this.max_length = max_length;
  }

  /** What is known of the head of a line. */
  find(line: string): T | undefined {
    if (this.paused > 0) {
      this.paused -= 1;
      return undefined;
    }
    const found = this.walk(line, undefined);
    if (found !== undefined) {
      if (this.credit < MAX_CREDIT) this.credit += 1;
      return found;
    }
    this.credit -= COST_OF_MISS;
    if (this.credit <= 0) {
      this.credit = CREDIT_AFTER_PAUSE;
      this.paused = PAUSE;
    }
    return undefined;
  }

  /**
   * Keeps what {@link find} did not know.
   *
   * @param reach - How many characters of the line were looked at; one more than it has where its end was.
   * @param headerOf - Makes what is kept, where it is.
   */
  keep(line: string, reach: number, headerOf: () => T): void {
    if (this.paused > 0 || reach > Math.min(line.length, this.max_length)) return;
    this.walk(line, { reach, headerOf });
  }

  /** Goes from column to column; at the end of each what is known may be found, or what is new is put there. */
  private walk(line: string, added: { reach: number; headerOf: () => T } | undefined): T | undefined {
    const { depths } = this;
    const length = Math.min(line.length, this.max_length);
    const deepest = added ? MAX_COLUMNS : this.deepest;
    let a = SEED;
    let b = OTHER_SEED;
    let depth = 0;
    let digits = 0;
    let first = 0;
    let wasBlank = true;
    for (let at = 0; at < length; at += 1) {
      const code = line.charCodeAt(at);
      if (isDigit(code)) {
        if (digits === 0) first = code;
        digits += 1;
        wasBlank = false;
        a = Math.imul(a ^ ZERO, PRIME);
        b = Math.imul(b ^ ZERO, OTHER_PRIME);
        continue;
      }
      if (digits >= EPOCH_DIGITS) {
        const run = first === ZERO + 1 ? EPOCH : NO_EPOCH;
        a = Math.imul(a ^ run, PRIME);
        b = Math.imul(b ^ run, OTHER_PRIME);
      }
      digits = 0;
      a = Math.imul(a ^ code, PRIME);
      b = Math.imul(b ^ code, OTHER_PRIME);
      if (code > 32 || !isBlank(code)) {
        wasBlank = false;
        continue;
      }
      if (wasBlank) continue;
      wasBlank = true;
      depth += 1;
      if (added ? at + 1 >= added.reach : depths[depth] === 1) {
        this.hash = mixed(a);
        this.other_hash = b;
        if (added) {
          this.add(depth, added.headerOf);
          return undefined;
        }
        const known = this.table[this.place() + NUMBER_AT]!;
        if (known !== 0) return this.headers[known - 1];
      }
      if (depth >= deepest) return undefined;
    }
    return undefined;
  }

  private add(depth: number, headerOf: () => T): void {
    if (this.headers.length >= MAX_KNOWN) this.forget();
    const place = this.place();
    if (this.table[place + NUMBER_AT] !== 0) return;
    this.headers.push(headerOf());
    this.table[place] = this.hash;
    this.table[place + 1] = this.other_hash;
    this.table[place + NUMBER_AT] = this.headers.length;
    this.depths[depth] = 1;
    this.deepest = Math.max(this.deepest, depth);
  }

  /** Where the text of {@link hash} lies in the table, or would. */
  private place(): number {
    const { table, hash, other_hash } = this;
    const mask = (1 << TABLE_BITS) - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const place = at << PLACE_BITS;
      if (table[place + NUMBER_AT] === 0) return place;
      if (table[place] === hash && table[place + 1] === other_hash) return place;
    }
  }

  private forget(): void {
    this.table.fill(0);
    this.headers = [];
    this.depths.fill(0);
    this.deepest = 0;
  }
}

/** The high bits of a product know all of the text, the low ones only the low bits of it. */
const mixed = (hash: number) => Math.imul(hash ^ (hash >>> 15), PRIME) ^ (hash >>> 7);
