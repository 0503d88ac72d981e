import type { HttpServices } from '../ports/api.ts';
import { rawEventOf } from '../ingest/log_document.ts';
import { parsedRecordOf } from '../parse/parsed_event.ts';
import { readEdits } from '../tasks/edits/edit_journal.ts';
import { TemplateCatalog } from '../tasks/catalog/template_catalog.ts';
import type { ServiceParts } from './service_parts.ts';

/** Reading lines for a caller. */
export function parseServices(
  parts: Pick<ServiceParts, 'createParser' | 'templates' | 'state' | 'now' | 'request_id_fields'>,
): Pick<HttpServices, 'parse'> {
  const { createParser, templates, state, now, request_id_fields } = parts;
  return {
    /**
     * Lines parse against what is known, plus what they show each other: a second line may turn a word of the first into
     * a value. Nothing of it is kept.
     */
    async parse({ body: { lines } }) {
      const edits = await readEdits(state);
      const catalog = await TemplateCatalog.load({ store: templates, edits, createParser });
      const events = lines.map((line) => rawEventOf(line, request_id_fields) ?? { message: '' });
      for (const event of events) catalog.learn(event, now());
      return { records: events.map((event) => parsedRecordOf(catalog.parse(event))) };
    },
  };
}
