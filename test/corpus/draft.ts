import { writeFileSync } from 'node:fs';
import {
  expectationPath,
  expectedEvents,
  namesOfRecordedLogs,
  readRecordedLog,
  recordedLog,
} from '../fixtures/recorded_logs.ts';

/*
 * node test/corpus/draft.ts [NAME …]
 *
 * Drafts what is right for a log that was recorded: what the parser says, for a person to correct. Where the right values are
 * there already, only the texts of templates are written anew: they are the parser's own, everything else is the log's.
 */
const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : namesOfRecordedLogs()) {
  const read = readRecordedLog(recordedLog(name));
  const templates = new Map(read.map(({ line, template }) => [line, template]));
  const right = expectedEvents(name)?.map((event) => ({ ...event, template: templates.get(event.line) }));
  const events = right ?? read;
  writeFileSync(expectationPath(name), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}
