/** A time as it is written, and a level: what people look for in a line. */
const TIME =
  /(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[- /](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[- /]\d{2,4})[T ,_-]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?|\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?/;
const LEVEL = /\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERR|ERROR|SEVERE|FATAL|CRIT|CRITICAL)\b/i;
/** A name behind the level, and what ends it. */
const SERVICE = /^([^\w\s]*\s*[^\w\s]*\s*)([A-Za-z_][\w.$/-]*)(\s*(?:[:|\])>}-]+\s*)+)/;
/** Of a line; headers are short. */
const LOOK = 200;
const WORD = /\w[\w.,:;@#+/\\-]*/g;

/**
 * A format by which a line may be read whose header no layout knows: to be looked at and mended by a person. What stands
 * before, between and behind time and level becomes names that are passed over.
 *
 * @returns Undefined where the line has no time.
 * @example
 * proposeFormat('~ 2026-05-02 08:00:00 ~ ERROR ~ shop: late')
 * // '~ <timestamp> ~ <level> ~ <service>: <message>'
 */
export function proposeFormat(line: string): string | undefined {
  const head = line.slice(0, LOOK);
  const time = TIME.exec(head);
  if (!time) return undefined;
  const level = LEVEL.exec(head.replace(time[0], (text) => ' '.repeat(text.length)));
  const found = [
    { name: 'timestamp', at: time.index, length: time[0].length },
    ...(level ? [{ name: 'level', at: level.index, length: level[0].length }] : []),
  ].sort((a, b) => a.at - b.at);
  let format = '';
  let end = 0;
  let passed = 0;
  for (const { name, at, length } of found) {
    format += head.slice(end, at).replace(WORD, () => `<text_${(passed += 1)}>`);
    format += `<${name}>`;
    end = at + length;
  }
  const service = SERVICE.exec(head.slice(end));
  if (service) format += `${service[1]!}<service>${service[3]!}`;
  else format += /^[^\w\s]*\s*[^\w\s]*\s*/.exec(head.slice(end))![0];
  return /[>\w]$/.test(format) ? `${format} <message>` : `${format}<message>`;
}
