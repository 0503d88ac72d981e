/** A header that ends on its first line, and how the message begins that stands on another one. */
const TWO_LINE_HEADS: readonly (readonly [head: RegExp, message: RegExp])[] = [
  // java.util.logging: Jan 15, 2026 10:00:00 AM org.example.Pay run ⏎ SEVERE: late
  [/\d (?:[AP]M )?(?:[\w$]+\.)+[\w$<>-]+(?: [\w$<>-]+(?:\(.*\))?)?$/, /^[\p{Lu}][\p{L}\d ]{2,20}: /u],
  // … of a class without a package
  [/\d [AP]M [\w$]+ [\w$<>]+(?:\(.*\))?$/, /^[\p{Lu}][\p{L}\d ]{2,20}: /u],
  // IBM MQ: 01/15/26 10:00:00 - Process(1.2) User(mqm) Program(amqzmuc0) ⏎ AMQ5041I: …
  [/ Process\([\d.]+\) User\([^)]*\)/, /^AMQ\d{4,5}[A-Z]?: /],
  // Samba: [2026/01/15 10:00:00.123456,  0] ../source3/smbd/server.c:1734(main) ⏎   smbd started.
  [/^\[[^\]]+\] \S+:\d+\(\w+\)$/, /^ +\S/],
];

/** Beyond this a line is no header. */
const MAX_HEAD_LENGTH = 512;

/**
 * The first line of an event whose header and message stand on two lines; undefined where they do not.
 *
 * @example
 * joinedHead('Jan 15, 2026 10:00:00 AM a.Pay run', 'SEVERE: late') // 'Jan 15, 2026 10:00:00 AM a.Pay run SEVERE: late'
 */
export function joinedHead(head: string, line: string): string | undefined {
  if (head.length > MAX_HEAD_LENGTH) return undefined;
  const isOne = TWO_LINE_HEADS.some(([first, second]) => second.test(line) && first.test(head));
  return isOne ? `${head} ${line.trimStart()}` : undefined;
}
