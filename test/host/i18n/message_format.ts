/** A piece of a message: text, a value, or a choice by a value. */
export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'argument'; readonly name: string }
  | {
      readonly kind: 'plural' | 'select';
      readonly name: string;
      readonly options: Readonly<Record<string, readonly MessagePart[]>>;
    };

export type MessageValues = Readonly<Record<string, string | number>>;

/**
 * Reads the part of ICU's message syntax that `intl-messageformat` 2.2, which Kibana 8.12 has, and its successors in later
 * versions read alike: `{name}`, `{count, plural, =0 {…} one {# line} other {# lines}}`, `{kind, select, a {…} other {…}}`.
 *
 * @throws SyntaxError for all else; also for what those read differently, such as a quote or a backslash before a brace.
 */
export function parseMessage(message: string): readonly MessagePart[] {
  const misread = /'(?=[{}#<|'])|\\|<|\|/.exec(message);
  if (misread)
    throw new SyntaxError(`Versions of Kibana differ in how they read "${misread[0]}": ${message}`);
  let at = 0;
  const fail = (wanted: string): never => {
    throw new SyntaxError(`Expected ${wanted} at ${at} of: ${message}`);
  };
  const take = (pattern: RegExp): string | undefined => {
    const found = new RegExp(pattern, 'y');
    found.lastIndex = at;
    const [text] = found.exec(message) ?? [];
    at += text?.length ?? 0;
    return text;
  };
  const need = (pattern: RegExp, wanted: string): string => take(pattern) ?? fail(wanted);

  const readParts = (isNested: boolean): MessagePart[] => {
    const parts: MessagePart[] = [];
    while (at < message.length) {
      const text = take(/[^{}]+/);
      if (text !== undefined) parts.push({ kind: 'text', text });
      else if (take(/\{/) !== undefined) parts.push(readBraces());
      else if (isNested) return parts;
      else fail('no "}"');
    }
    return isNested ? fail('"}"') : parts;
  };
  const readBraces = (): MessagePart => {
    const name = need(/\s*\w+\s*/, 'the name of a value').trim();
    if (take(/\}/) !== undefined) return { kind: 'argument', name };
    const kind = need(/,\s*(?:plural|select)\s*,\s*/, '", plural," or ", select,"').replace(/[\s,]/g, '');
    const options: Record<string, MessagePart[]> = {};
    do {
      const selector = need(kind === 'plural' ? /=\d+|zero|one|two|few|many|other/ : /\w+/, 'a selector');
      if (Object.hasOwn(options, selector)) fail(`no second "${selector}"`);
      need(/\s*\{/, '"{"');
      options[selector] = readParts(true);
      need(/\}\s*/, '"}"');
    } while (take(/\}/) === undefined);
    if (!options['other']) fail('"other" among the selectors');
    return { kind: kind as 'plural' | 'select', name, options };
  };
  return readParts(false);
}

/** The names of the values of a message, each with how it is used, sorted: `count, plural`. */
export function argumentsOf(parts: readonly MessagePart[]): string[] {
  const found = parts.flatMap((part) => {
    if (part.kind === 'text') return [];
    if (part.kind === 'argument') return [part.name];
    return [`${part.name}, ${part.kind}`, ...argumentsOf(Object.values(part.options).flat())];
  });
  return [...new Set(found)].sort();
}

/** What messages are read as and a language's forms, each made once, as Kibana does. */
const read = new Map<string, readonly MessagePart[]>();
const forms = new Map<string, { readonly numbers: Intl.NumberFormat; readonly plurals: Intl.PluralRules }>();

function kept<T>(cache: Map<string, T>, key: string, make: (key: string) => T): T {
  const known = cache.get(key) ?? make(key);
  cache.set(key, known);
  return known;
}

/** Fills a message with values, as `intl-messageformat` 2.2 does: a value that is not given is an error. */
export function formatMessage(message: string, locale: string, values: MessageValues): string {
  const { numbers, plurals } = kept(forms, locale, () => ({
    numbers: new Intl.NumberFormat(locale),
    plurals: new Intl.PluralRules(locale),
  }));
  const valueOf = (name: string): string | number => {
    if (Object.hasOwn(values, name)) return values[name] ?? '';
    throw new Error(`The intl string context variable '${name}' was not provided to the string '${message}'`);
  };
  const format = (parts: readonly MessagePart[], plural?: number): string =>
    parts
      .map((part) => {
        if (part.kind === 'text') {
          return plural === undefined ? part.text : part.text.replaceAll('#', numbers.format(plural));
        }
        const value = valueOf(part.name);
        if (part.kind === 'argument') return String(value);
        const { options } = part;
        if (part.kind === 'select') return format(options[String(value)] ?? options['other']!, plural);
        const count = Number(value);
        return format(options[`=${count}`] ?? options[plurals.select(count)] ?? options['other']!, count);
      })
      .join('');
  return format(kept(read, message, parseMessage));
}
