import type { HttpServices } from '../ports/api.ts';
import { rawEventOf } from '../ingest/log_document.ts';
import { inSlices } from '../parse/in_slices.ts';
import { type ParsedEvent, parsedRecordOf } from '../parse/parsed_event.ts';
import { KeptCatalog } from '../tasks/catalog/kept_catalog.ts';
import type { ServiceParts } from './service_parts.ts';

/** Lines between two pauses: at most some 10 ms of work. */
const LINES_AT_ONCE = 200;

/** Reading lines for a caller. */
export function parseServices(
  parts: Pick<ServiceParts, 'createParser' | 'templates' | 'state' | 'request_id_fields' | 'pause'>,
): Pick<HttpServices, 'parse'> {
  const { request_id_fields, pause } = parts;
  const kept = new KeptCatalog(parts);
  const inTurns = async <T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> => {
    const done: R[] = [];
    for (const item of items) {
      done.push(work(item));
      if (done.length % LINES_AT_ONCE === 0) await pause();
    }
    return done;
  };
  return {
    /**
     * Lines parse against what is known, plus what they show each other: a second line may turn a word of the first into
     * a value. Nothing of it is kept.
     */
    async parse({ body: { lines } }) {
      const catalog = await kept.view();
      const events = lines.map((line) => rawEventOf(line, request_id_fields) ?? { message: '' });
      const parsed = await inTurns(events, (event) => catalog.parse(event));
      const unknown = events.filter((_, at) => parsed[at]!.status === 'unknown');
      if (unknown.length === 0) return { records: parsed.map(parsedRecordOf) };
      const scratch = await inSlices(catalog.scratchFor(unknown), pause);
      await inTurns(unknown, (event) => scratch.learn(event));
      const isChanged = ({ template_id, template_text }: ParsedEvent) =>
        template_id !== undefined && (scratch.template(template_id)?.text ?? template_text) !== template_text;
      const labelled = await inTurns([...events.keys()], (at) => {
        const known = parsed[at]!;
        return known.status === 'unknown' || isChanged(known) ? scratch.parse(events[at]!) : known;
      });
      return { records: labelled.map(parsedRecordOf) };
    },
  };
}
