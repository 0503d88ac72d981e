/** A value as Kibana writes it into addresses. */
export type RisonValue = null | boolean | number | string | RisonValue[] | { [key: string]: RisonValue };

const CONSTANTS: Readonly<Record<string, RisonValue>> = { '!t': true, '!f': false, '!n': null };

/**
 * Reads rison, the form of Kibana's `_g`: JSON with less to escape. Undefined where it is none.
 *
 * @example
 * parseRison("(time:(from:now-15m,to:'2026-01-15T15:00:00.000Z'))")
 * // { time: { from: 'now-15m', to: '2026-01-15T15:00:00.000Z' } }
 */
export function parseRison(text: string): RisonValue | undefined {
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`no rison at ${at}`);
  };
  const take = (sign: string) => (text.startsWith(sign, at) ? ((at += sign.length), true) : false);
  const many = <T>(end: string, read: () => T): T[] => {
    const found: T[] = [];
    while (!take(end)) {
      if (found.length > 0 && !take(',')) fail();
      found.push(read());
    }
    return found;
  };
  const readText = (): string => {
    let read = '';
    while (!take("'")) {
      if (at >= text.length) fail();
      if (text[at] === '!') at += 1;
      read += text[at] ?? fail();
      at += 1;
    }
    return read;
  };
  const readWord = (): string => {
    const [word = ''] = /^[^!'(),:]+/.exec(text.slice(at)) ?? [];
    if (word === '') fail();
    at += word.length;
    return word;
  };
  const readKey = (): string => (take("'") ? readText() : readWord());
  const readValue = (): RisonValue => {
    if (take("'")) return readText();
    if (take('!(')) return many(')', readValue);
    if (take('(')) {
      return Object.fromEntries(many(')', () => [readKey(), take(':') ? readValue() : fail()] as const));
    }
    const constant = text.slice(at, at + 2);
    if (Object.hasOwn(CONSTANTS, constant)) {
      at += 2;
      return CONSTANTS[constant]!;
    }
    const word = readWord();
    return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(word) ? Number(word) : word;
  };
  try {
    const value = readValue();
    return at === text.length ? value : undefined;
  } catch {
    return undefined;
  }
}
