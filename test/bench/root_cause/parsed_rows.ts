import { readReaderTables } from '../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { EventReader } from '../../../ml-service/src/ingest/event_reader.ts';
import { newIngestCounters } from '../../../ml-service/src/ingest/ingest_counters.ts';
import { LineParser } from '../../../ml-service/src/parse/line_parser.ts';
import type { ParsedEvent } from '../../../ml-service/src/parse/parsed_event.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';

/** A line as the product reads it: with the template that it has in the end. */
export type ReadLine = ParsedEvent & { readonly timestamp: number; readonly service: string };

/** Reads parts of a CSV file with the product's own reader and one miner. Lines without a time, or a service, are left out. */
export function readParts(header: string, parts: readonly (readonly string[])[]): readonly ReadLine[][] {
  const parser = new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: 0, reader: readReaderTables() });
  return parts
    .map((rows) => {
      parser.open('log.csv', { reference: 0 });
      const reader = new EventReader({
        counters: newIngestCounters(),
        headOf: (line) => parser.headOf(line),
      });
      const bytes = Buffer.from(`${[header, ...rows].join('\n')}\n`);
      return [...reader.push(bytes), ...reader.end()].map(({ event }) => parser.learn(event).event);
    })
    .map((events) => events.filter(isReadLine).map((event) => withFinalTemplate(event, parser)));
}

function isReadLine(event: ParsedEvent): event is ReadLine {
  return event.timestamp !== undefined && event.service !== undefined;
}

function withFinalTemplate(event: ReadLine, parser: LineParser): ReadLine {
  return event.template_id === undefined
    ? event
    : { ...event, template_id: parser.resolve(event.template_id) };
}
