import { type AutomatonTables, decodeTable, START_AT_BOUNDARY, START_INSIDE } from './automaton.ts';
import { OTHER, SYMBOL_COUNT } from './pattern.ts';
import { isAlphanumeric } from '../../../../common/characters.ts';

/**
 * A token that could go on without being accepted is followed this far, to the end of a word. It bounds the work to a
 * constant per character: without it, input such as `a+a+a+…` would be scanned again from every place.
 */
export const MAX_LOOKAHEAD = 256;

/** By symbol: whether it is a letter or digit. */
const IN_WORD = Uint8Array.from({ length: SYMBOL_COUNT }, (_, symbol) => (isAlphanumeric(symbol) ? 1 : 0));
/** Executes an automaton on text: the longest token at a place. The Painless twin is `scan` in assets/pipelines. */
export class Scanner {
  /** Index of the rule of the last token, -1 where no rule matched and the token is one character. */
  rule = -1;
  /** How far the text was looked at for the last token (exclusive); one more than it has where its end was. */
  reach = 0;
  private readonly classes: Uint16Array;
  private readonly row_bits: number;
  private readonly transitions: Uint16Array;
  private readonly accepts: Uint16Array;

  constructor(tables: AutomatonTables) {
    const { class_count: count, transitions } = tables;
    this.classes = decodeTable(tables.classes);
    this.accepts = decodeTable(tables.accepts);
    // Rows are padded to a power of two: the place of a state and class is a shift and an `or`.
    this.row_bits = Math.ceil(Math.log2(count));
    this.transitions = new Uint16Array(this.accepts.length << this.row_bits);
    const rows = decodeTable(transitions);
    for (let state = 0; state < this.accepts.length; state += 1)
      this.transitions.set(rows.subarray(state * count, (state + 1) * count), state << this.row_bits);
  }

  /**
   * Finds the token at `from`, leaves its rule in {@link rule} and returns its end (exclusive, at least from + 1).
   *
   * @param open - For whoever asks for tokens of some rules alone, see {@link statesTowards}: others need not be found.
   */
  next(text: string, from: number, open?: Uint8Array): number {
    const { classes, row_bits, transitions, accepts } = this;
    const length = text.length;
    let state = from > 0 && isAlphanumeric(text.charCodeAt(from - 1)) ? START_INSIDE : START_AT_BOUNDARY;
    let end = from;
    let rule = -1;
    let symbol = symbolOf(text.charCodeAt(from));
    let at = from;
    while (at < length) {
      state = transitions[(state << row_bits) | classes[symbol]!]!;
      at += 1;
      if (open !== undefined && rule === -1 && open[state] === 0) break;
      const next = at < length ? symbolOf(text.charCodeAt(at)) : OTHER;
      // Within a run of letters and digits no token ends. Scripts without blanks separate as punctuation does.
      if ((IN_WORD[symbol]! & IN_WORD[next]!) !== 0) {
        symbol = next;
        continue;
      }
      if (state === 0) break;
      const accept = accepts[state]!;
      if (accept !== 0) {
        rule = accept - 1;
        end = at;
      }
      if (at - end >= MAX_LOOKAHEAD) break;
      symbol = next;
    }
    this.rule = rule;
    this.reach = at + 1;
    return end === from ? from + 1 : end;
  }
}

/**
 * The states from which, or behind which, a token of some rules is accepted: from all others only tokens of other rules are.
 *
 * @returns By state, 1 where that is so.
 */
export function statesTowards(tables: AutomatonTables, isWanted: (rule: number) => boolean): Uint8Array {
  const accepts = decodeTable(tables.accepts);
  const transitions = decodeTable(tables.transitions);
  const { class_count: count } = tables;
  // For each state a list of those before it: of its last entry, where the entry before that lies.
  const last = new Int32Array(accepts.length).fill(-1);
  const before = new Int32Array(transitions.length);
  for (let at = 0; at < transitions.length; at += 1) {
    const next = transitions[at]!;
    if (next === 0) continue;
    before[at] = last[next]!;
    last[next] = at;
  }
  const towards = Uint8Array.from(accepts, (accept) => (accept !== 0 && isWanted(accept - 1) ? 1 : 0));
  const found = [...towards.keys()].filter((state) => towards[state] === 1);
  for (let state = found.pop(); state !== undefined; state = found.pop()) {
    for (let at = last[state]!; at !== -1; at = before[at]!) {
      const previous = Math.floor(at / count);
      if (towards[previous] === 1) continue;
      towards[previous] = 1;
      found.push(previous);
    }
  }
  return towards;
}

const symbolOf = (code: number) => (code < OTHER ? code : OTHER);
