/**
 * How lines begin that belong to the line above them: stack traces of Java, Python, Node, Go and .NET. Besides these,
 * a line that begins with a blank. The ingest pipeline executes the same table.
 */
export const CONTINUATION_PREFIXES: readonly string[] = [
  'at ',
  'Caused by: ',
  'Suppressed: ',
  '... ',
  'Traceback (most recent call last)',
  'During handling of the above exception',
  'The above exception was the direct cause',
  'goroutine ',
  '--- End of ',
];

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

/** A level in capitals behind blanks: layouts such as log4j's `%5p` pad it to the right. */
const LEVEL_AHEAD = new RegExp(`^[ \\t]{1,8}(${LEVEL_WORDS.join('|')})[ \\t]`);

/**
 * Whether a line goes on with the event above it.
 *
 * @example
 * isContinuation('\tat java.lang.Thread.run(Thread.java:750)') // true
 */
export function isContinuation(line: string): boolean {
  const first = line.charCodeAt(0);
  if (first === 32 || first === 9) return !LEVEL_AHEAD.test(line);
  return CONTINUATION_PREFIXES.some((prefix) => line.startsWith(prefix));
}
