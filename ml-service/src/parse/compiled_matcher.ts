import type { Parameters } from '../../../common/documents/log_document.ts';
import type { RawEvent } from '../ingest/raw_event.ts';
import type { TimeContext } from './header/timestamp.ts';
import { LineReader, type ReaderTables, type ReadLine } from './line_reader.ts';
import type { LearnedTemplate } from './template_miner.ts';
import { valueOf } from './parameter_value.ts';
import { headerOf, type ParsedEvent } from './parsed_event.ts';
import { type Gap, type Slot, slotsOf } from './template.ts';
import { TemplateTrie, type TrieTables } from './template_trie.ts';

/** A template as the matcher needs it. */
export interface CompiledTemplate {
  readonly id: string;
  readonly version: number;
  readonly text: string;
  /** Names of the slots, in order. */
  readonly names: readonly string[];
  readonly gaps: readonly Gap[];
  /** Index of the slot that holds the request id, or -1. */
  readonly request_slot: number;
}

/**
 * What the miner learned, as one artefact of plain tables. TypeScript and Painless execute it and must agree on every
 * line; the miner goes on learning towards the next generation meanwhile.
 */
export interface CompiledMatcher {
  readonly format: 1;
  /** Rises with each publication. */
  readonly generation: number;
  readonly reader: ReaderTables;
  readonly trie: TrieTables;
  readonly templates: readonly CompiledTemplate[];
  readonly max_steps: number;
}

/** Parameter names that hold the id of a request when the header and the shipper name none. */
export const REQUEST_ID_NAMES: readonly string[] = [
  'request_id', 'req_id', 'requestid', 'reqid', 'x_request_id', 'correlation_id', 'correlationid', 'trace_id', 'traceid',
]; // prettier-ignore

/** The slot that holds the request id, or -1. */
export function requestSlotOf(names: readonly string[]): number {
  return names.findIndex((name) => REQUEST_ID_NAMES.includes(name));
}

function compileTemplate(template: LearnedTemplate): CompiledTemplate {
  const names = template.parameters.map(({ name }) => name);
  return {
    id: template.id,
    version: template.version,
    text: template.text,
    names,
    gaps: template.gaps,
    request_slot: requestSlotOf(names),
  };
}

/** Makes the artefact of what was learned so far. */
export function compileMatcher(options: {
  generation: number;
  reader: ReaderTables;
  trie: TrieTables;
  templates: readonly LearnedTemplate[];
  max_steps: number;
}): CompiledMatcher {
  const { generation, reader, trie, templates, max_steps } = options;
  return { format: 1, generation, reader, trie, templates: templates.map(compileTemplate), max_steps };
}

/** The named, typed values of a line. */
export function parametersOf(message: string, slots: readonly Slot[], names: readonly string[]): Parameters {
  return Object.fromEntries(
    slots.map((slot, index) => [names[index]!, valueOf(message.slice(slot.start, slot.end))]),
  );
}

/** Puts a line and its template together. Used by the online parser and by the matcher alike. */
export function describeLine(options: {
  line: ReadLine;
  template: { id: string; version: number; text: string };
  slots: readonly Slot[];
  names: readonly string[];
}): ParsedEvent {
  const { line, template, slots, names } = options;
  const { message } = line;
  const parameters = parametersOf(message, slots, names);
  const slot = requestSlotOf(names);
  const own = slot < 0 ? undefined : String(parameters[names[slot]!]);
  const request_id = line.request_id ?? own ?? line.trace_id;
  return {
    ...headerOf({ ...line, request_id }),
    message,
    status: 'parsed',
    template_id: template.id,
    template_version: template.version,
    template_text: template.text,
    ...(names.length > 0 && { parameters }),
  };
}

/** A line without a template. */
export function describeUnmatched(line: ReadLine): ParsedEvent {
  const request_id = line.request_id ?? line.trace_id;
  return {
    ...headerOf({ ...line, request_id }),
    message: line.message,
    status: line.skipped === undefined ? 'unknown' : `skipped:${line.skipped}`,
  };
}

/** Executes a compiled matcher. It learns nothing: the same line always has the same answer. */
export class MatcherExecutor {
  readonly matcher: CompiledMatcher;
  private readonly reader: LineReader;
  private readonly trie: TemplateTrie;

  constructor(matcher: CompiledMatcher) {
    this.matcher = matcher;
    this.reader = new LineReader(matcher.reader);
    this.trie = TemplateTrie.fromTables(matcher.trie, { maxSteps: matcher.max_steps });
  }

  match(event: RawEvent, context: TimeContext): ParsedEvent {
    const line = this.reader.read(event, context);
    if (line.skipped !== undefined) return describeUnmatched(line);
    const spans: number[] = [];
    const found = this.trie.find(line.columns, spans);
    const template = found === undefined ? undefined : this.matcher.templates[found];
    if (!template) return describeUnmatched(line);
    return describeLine({
      line,
      template,
      slots: slotsOf(template.gaps, line.columns, spans),
      names: template.names,
    });
  }
}
