import { LogAiError } from '../../../../common/errors.ts';

/**
 * The alphabet: the 128 ASCII characters and one symbol for everything else. UTF-16 units and UTF-8 bytes beyond ASCII
 * both fall on {@link OTHER}, so one automaton runs on either and finds the same tokens.
 */
export const SYMBOL_COUNT = 129;
/** The symbol of every character beyond ASCII. */
export const OTHER = 128;

/** A set of symbols, one flag each. */
export type SymbolSet = readonly boolean[];

/** The syntax tree of a pattern. */
export type Pattern =
  | { readonly kind: 'symbols'; readonly set: SymbolSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly inner: Pattern; readonly min: number; readonly max: number };

/** Repeats beyond this would make the automaton large for nothing that logs hold. */
const MAX_REPEAT = 64;

const setOf = (test: (code: number) => boolean): SymbolSet =>
  Array.from({ length: SYMBOL_COUNT }, (_, code) => test(code));
const inRange = (code: number, from: string, to: string) =>
  code >= from.charCodeAt(0) && code <= to.charCodeAt(0);
const DIGIT = setOf((c) => inRange(c, '0', '9'));
const WORD = setOf(
  (c) => inRange(c, '0', '9') || inRange(c, 'a', 'z') || inRange(c, 'A', 'Z') || c === 95 || c === OTHER,
);
const BLANK = setOf((c) => c === 32 || (c >= 9 && c <= 13));
const ESCAPED_CLASSES: Readonly<Record<string, SymbolSet>> = {
  d: DIGIT,
  w: WORD,
  s: BLANK,
  D: DIGIT.map((has) => !has),
  W: WORD.map((has) => !has),
  S: BLANK.map((has) => !has),
};
const ESCAPED_CHARACTERS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };

class PatternReader {
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  read(): Pattern {
    const pattern = this.readChoice();
    if (this.at < this.source.length) throw this.error(`unexpected "${this.source[this.at]!}"`);
    return pattern;
  }

  private error(problem: string): LogAiError {
    return new LogAiError(
      'mask_invalid',
      `The pattern /${this.source}/ is not supported: ${problem} at ${this.at}.`,
    );
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private readChoice(): Pattern {
    const options = [this.readSequence()];
    while (this.take('|')) options.push(this.readSequence());
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  private readSequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!))
      parts.push(this.readRepeat());
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  private readRepeat(): Pattern {
    let inner = this.readAtom();
    for (;;) {
      if (this.take('*')) inner = { kind: 'repeat', inner, min: 0, max: Infinity };
      else if (this.take('+')) inner = { kind: 'repeat', inner, min: 1, max: Infinity };
      else if (this.take('?')) inner = { kind: 'repeat', inner, min: 0, max: 1 };
      else if (this.take('{')) inner = { kind: 'repeat', inner, ...this.readBounds() };
      else return inner;
    }
  }

  private readBounds(): { min: number; max: number } {
    const match = /^(\d+)(,(\d*))?\}/.exec(this.source.slice(this.at));
    if (!match) throw this.error('a "{" needs {n}, {n,} or {n,m}');
    this.at += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT))
      throw this.error(`a repeat beyond ${MAX_REPEAT}`);
    if (max < min) throw this.error('a repeat whose upper bound is below its lower one');
    return { min, max };
  }

  private readAtom(): Pattern {
    if (this.take('(')) {
      if (this.take('?') && !this.take(':')) throw this.error('look-around or a named group');
      const inner = this.readChoice();
      if (!this.take(')')) throw this.error('a "(" that is not closed');
      return inner;
    }
    if (this.take('[')) return { kind: 'symbols', set: this.readClass() };
    if (this.take('.')) return { kind: 'symbols', set: setOf((c) => c !== 10) };
    if (this.take('\\')) return { kind: 'symbols', set: this.readEscape() };
    const character = this.source[this.at];
    if (character === undefined || '*+?{^$'.includes(character))
      throw this.error(`"${character ?? 'the end'}"`);
    this.at += 1;
    return { kind: 'symbols', set: this.single(character) };
  }

  private single(character: string): SymbolSet {
    const code = character.charCodeAt(0);
    if (code > 127) throw this.error('a character beyond ASCII (use \\S or a negated class)');
    return setOf((c) => c === code);
  }

  private readEscape(): SymbolSet {
    const character = this.source[this.at];
    if (character === undefined) throw this.error('a "\\" at the end');
    this.at += 1;
    if (character === 'x') {
      const hex = this.source.slice(this.at, this.at + 2);
      if (!/^[0-7][0-9a-fA-F]$/.test(hex)) throw this.error('\\x needs two hexadecimal digits below 80');
      this.at += 2;
      return this.single(String.fromCharCode(parseInt(hex, 16)));
    }
    const set = ESCAPED_CLASSES[character];
    if (set) return set;
    if (/[1-9bBkpPuc]/.test(character)) throw this.error(`\\${character}`);
    return this.single(ESCAPED_CHARACTERS[character] ?? character);
  }

  private readClass(): SymbolSet {
    const negated = this.take('^');
    const set = new Array<boolean>(SYMBOL_COUNT).fill(false);
    let first = true;
    while (first || this.source[this.at] !== ']') {
      first = false;
      const from = this.readClassMember();
      if (this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at += 1;
        const low = from.indexOf(true);
        const high = this.readClassMember().indexOf(true);
        if (high < low) throw this.error('a range whose end comes before its start');
        for (let code = low; code <= high; code += 1) set[code] = true;
      } else {
        from.forEach((has, code) => (set[code] ||= has));
      }
    }
    this.at += 1;
    return negated ? set.map((has) => !has) : set;
  }

  private readClassMember(): SymbolSet {
    const character = this.source[this.at];
    if (character === undefined) throw this.error('a "[" that is not closed');
    this.at += 1;
    return character === '\\' ? this.readEscape() : this.single(character);
  }
}

/**
 * Reads a regular expression without what needs backtracking: literals, classes, groups, `|`, `* + ? {n,m}`,
 * `\d \w \s`. Anchors, look-around and back references are refused: such a pattern always runs in linear time.
 *
 * @throws LogAiError `mask_invalid` with the place and the reason.
 * @example
 * parsePattern('blk_-?\\d+')
 */
export function parsePattern(source: string): Pattern {
  return new PatternReader(source).read();
}
