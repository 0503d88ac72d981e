/** What must follow a prefix: anything; a digit; or a word with a mark that only code has (`a.b`, `<init>`, `f(`, `x/y`). */
export type ContinuationTail = 'any' | 'digit' | 'code';

/**
 * How lines begin that belong to the line above them: stack traces of Java, Python, Node, Go, .NET, Rust and PHP, and the
 * arrow of VMware. Besides these, a line that begins with a blank, one of nothing but brackets, and a Go frame with its arguments. The ingest pipeline
 * executes the same table.
 */
export const CONTINUATION_PREFIXES: readonly (readonly [prefix: string, tail: ContinuationTail])[] = [
  ['at ', 'code'],
  ['Caused by:', 'any'],
  ['Suppressed: ', 'any'],
  ['Wrapped by: ', 'any'],
  ['... ', 'digit'],
  ['[CIRCULAR REFERENCE', 'any'],
  ['Traceback (most recent call last)', 'any'],
  ['During handling of the above exception', 'any'],
  ['The above exception was the direct cause', 'any'],
  ['goroutine ', 'digit'],
  ['created by ', 'code'],
  ['exit status ', 'digit'],
  ['[signal SIG', 'any'],
  ['--- End of ', 'any'],
  ['stack backtrace:', 'any'],
  ['note: run with `RUST_BACKTRACE', 'any'],
  ['Stack trace:', 'any'],
  ['[stacktrace]', 'any'],
  ['[previous exception]', 'any'],
  ['-->', 'any'],
];

/** Most lines begin with none of their first characters. */
const PREFIX_STARTS = new Uint8Array(128);
for (const [prefix] of CONTINUATION_PREFIXES) PREFIX_STARTS[prefix.charCodeAt(0)] = 1;

/** Levels that begin a line even behind blanks. */
export const LEVEL_WORDS: readonly string[] = [
  'TRACE',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARN',
  'WARNING',
  'ERROR',
  'FATAL',
];

/** What makes a line of nothing else the rest of a dump: `},`, `]);` or `"}` close what lies above, `{` opens it. */
export const DUMP_MARKS = '{}[]();,"';

/** A level in capitals behind blanks: layouts such as log4j's `%5p` pad it to the right. */
const LEVEL_AHEAD = new RegExp(`^[ \\t]{1,8}(${LEVEL_WORDS.join('|')})[ \\t]`);
/** A time behind blanks begins a line, too: Consul's agent indents what it logs. */
const TIME_AHEAD = /^[ \t]{1,8}\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}/;
const CODE_MARKS = '.(/<';

const isBlank = (character: string) => character === ' ' || character === '\t' || character === '\r';

function hasTail(line: string, at: number, tail: ContinuationTail): boolean {
  if (tail === 'any') return true;
  const code = line.charCodeAt(at);
  if (tail === 'digit') return code >= 48 && code <= 57;
  for (let end = at; end < line.length && !isBlank(line[end]!) && line[end] !== '\n'; end += 1) {
    if (CODE_MARKS.includes(line[end]!)) return true;
  }
  return false;
}

function isDumpMarks(line: string): boolean {
  for (let at = 0; at < line.length && line[at] !== '\n'; at += 1) {
    if (!DUMP_MARKS.includes(line[at]!) && !isBlank(line[at]!)) return false;
  }
  return true;
}

/** Where the first line ends, without blanks at its end. */
function endOfFirstLine(text: string): number {
  const line_feed = text.indexOf('\n');
  let end = line_feed < 0 ? text.length : line_feed;
  while (end > 0 && isBlank(text[end - 1]!)) end -= 1;
  return end;
}

/**
 * Whether a line is a function and its arguments and nothing else, as Go writes a frame: `net/http.(*conn).serve(0xc0)`.
 *
 * @param known - Whether the line is known to lie in a trace. Without that the arguments must be addresses: `app.start()`
 *   may be a message.
 */
export function isGoFrame(text: string, known = false): boolean {
  const end = endOfFirstLine(text);
  if (text[end - 1] !== ')') return false;
  const line = text.slice(0, end);
  const open = line.indexOf('(');
  let hasDot = false;
  for (let at = 0; at < open; at += 1) {
    if (isBlank(line[at]!)) return false;
    hasDot ||= line[at] === '.';
  }
  if (known && line.startsWith('panic(')) return true;
  return hasDot && (known || ['(0x', '{0x', '(...)'].some((mark) => line.includes(mark)));
}

/**
 * Whether a line goes on with the event above it, as far as the line alone says. What only the lines above can tell, such
 * as the last line of a Python traceback, is known to `follower.ts`; a pipeline sees one line at a time and
 * does without.
 *
 * @example
 * isContinuation('\tat java.lang.Thread.run(Thread.java:750)') // true
 */
export function isContinuation(line: string): boolean {
  const first = line.charCodeAt(0);
  if (first === 32 || first === 9) return !LEVEL_AHEAD.test(line) && !TIME_AHEAD.test(line);
  return (
    (first < PREFIX_STARTS.length &&
      PREFIX_STARTS[first] === 1 &&
      CONTINUATION_PREFIXES.some(
        ([prefix, tail]) => line.startsWith(prefix) && hasTail(line, prefix.length, tail),
      )) ||
    isDumpMarks(line) ||
    isGoFrame(line)
  );
}
