import { type AutomatonTables, CODE_SHIFT, START_AT_BOUNDARY, START_INSIDE } from './automaton.ts';
import { OTHER } from './pattern.ts';
import { isAlphanumeric } from '../characters.ts';

/**
 * A token that could go on without being accepted is followed this far, to the end of a word. It bounds the work to a
 * constant per character: without it, input such as `a+a+a+…` would be scanned again from every place.
 */
export const MAX_LOOKAHEAD = 256;

function decode(codes: string): Uint16Array {
  const numbers = new Uint16Array(codes.length);
  for (let at = 0; at < codes.length; at += 1) numbers[at] = codes.charCodeAt(at) - CODE_SHIFT;
  return numbers;
}

/** Executes an automaton on text: the longest token at a place. The Painless twin is `scan` in assets/pipelines. */
export class Scanner {
  /** Index of the rule of the last token, -1 where no rule matched and the token is one character. */
  rule = -1;
  private readonly classes: Uint16Array;
  private readonly classCount: number;
  private readonly transitions: Uint16Array;
  private readonly accepts: Uint16Array;

  constructor(tables: AutomatonTables) {
    this.classes = decode(tables.classes);
    this.classCount = tables.class_count;
    this.transitions = decode(tables.transitions);
    this.accepts = decode(tables.accepts);
  }

  /** Finds the token at `from`, leaves its rule in {@link rule} and returns its end (exclusive, at least from + 1). */
  next(text: string, from: number): number {
    const { classes, classCount, transitions, accepts } = this;
    const length = text.length;
    let state = from > 0 && isAlphanumeric(text.charCodeAt(from - 1)) ? START_INSIDE : START_AT_BOUNDARY;
    let end = from;
    this.rule = -1;
    for (let at = from; at < length;) {
      const code = text.charCodeAt(at);
      state = transitions[state * classCount + classes[code < OTHER ? code : OTHER]!]!;
      at += 1;
      // Within a run of letters and digits no token ends. Scripts without blanks separate as punctuation does.
      if (at < length && isAlphanumeric(code) && isAlphanumeric(text.charCodeAt(at))) continue;
      if (state === 0) break;
      const accept = accepts[state]!;
      if (accept !== 0) {
        this.rule = accept - 1;
        end = at;
      }
      if (at - end >= MAX_LOOKAHEAD) break;
    }
    return end === from ? from + 1 : end;
  }
}
