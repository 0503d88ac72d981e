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

/**
 * Whether a line goes on with the event above it.
 *
 * @example
 * isContinuation('\tat java.lang.Thread.run(Thread.java:750)') // true
 */
export function isContinuation(line: string): boolean {
  const first = line.charCodeAt(0);
  return first === 32 || first === 9 || CONTINUATION_PREFIXES.some((prefix) => line.startsWith(prefix));
}
