import type { HttpServices } from '../adapters/http/services.ts';
import { rawEventOf } from '../ingest/raw_event_of.ts';
import { parsedRecordOf } from '../parse/parsed_record.ts';
import type { ServiceParts } from './service_parts.ts';

/** Reading lines for a caller. */
export function parseServices(
  parts: Pick<ServiceParts, 'createParser' | 'templates' | 'request_id_fields'>,
): Pick<HttpServices, 'parse'> {
  const { createParser, templates, request_id_fields } = parts;
  return {
    /**
     * Lines parse against what is known, plus what they show each other: a second line may turn a word of the first into
     * a value. Nothing of it is kept.
     */
    async parse({ body: { lines } }) {
      const parser = createParser();
      parser.restore(await templates.load());
      const events = lines.map((line) => rawEventOf(line, request_id_fields) ?? { message: '' });
      for (const event of events) parser.parse(event);
      return { records: events.map((event) => parsedRecordOf(parser.match(event))) };
    },
  };
}
