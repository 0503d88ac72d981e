import type { Parameters } from '../../../../common/documents/log_document.ts';
import type { SeverityVerdict } from '../../../../common/severity_rule.ts';
import { idOf } from '../../ingest/envelope.ts';
import type { RawEvent } from '../../ingest/raw_event.ts';
import type { Label } from '../edits/label_tree.ts';
import type { TimeContext } from '../header/timestamp.ts';
import { LineReader, type ReaderTables, type ReadLine } from '../reader/line_reader.ts';
import { isStepEnd, type Steps } from '../in_slices.ts';
import type { LearnedTemplate } from '../mining/template_miner.ts';
import { valueOf } from '../parameters/parameter_value.ts';
import { headerOf, type ParsedEvent } from '../parsed_event.ts';
import { BLANKS_PARAMETER, blanksOf, piecesOf } from '../template/rebuild_message.ts';
import { type Gap, type Slot, slotsOf } from '../template/template.ts';
import { TemplateTrie, type TrieTables } from './template_trie.ts';

/** A template as the matcher needs it. */
export interface CompiledTemplate extends Omit<DescribedTemplate, 'pieces'> {
  readonly gaps: readonly Gap[];
  /** Slots whose values decide for another template, and its index by value. */
  readonly splits?: readonly (readonly [number, Readonly<Record<string, number>>])[];
  /** What is said of its severity; absent where nothing is. */
  readonly verdict?: SeverityVerdict;
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

/** What is said of the severity of a template's lines. */
type VerdictOf = (template_id: string) => SeverityVerdict | undefined;

/** The templates of the trie, and behind them those that their values decide for. */
function* compileTemplates(
  templates: readonly LearnedTemplate[],
  labelOf: (template: LearnedTemplate) => Label,
  verdictOf: VerdictOf,
): Steps<CompiledTemplate[]> {
  const compiled: CompiledTemplate[] = [];
  const entryOf = (label: Label, gaps: readonly Gap[]): CompiledTemplate => {
    const { id, version, text, names, request_slots } = label;
    const verdict = verdictOf(id);
    const entry = { id, version, text, names, gaps, request_slots, ...(verdict && { verdict }) };
    if (label.splits.length === 0) return entry;
    const add = (child: Label): number => {
      const made = entryOf(child, gaps);
      behind.push(made);
      return templates.length + behind.length - 1;
    };
    return {
      ...entry,
      splits: label.splits.map(({ slot, values }) => [
        slot,
        Object.fromEntries([...values].map(([value, child]) => [value, add(child)])),
      ]),
    };
  };
  const behind: CompiledTemplate[] = [];
  for (const [at, template] of templates.entries()) {
    compiled.push(entryOf(labelOf(template), template.gaps));
    if (isStepEnd(at)) yield;
  }
  return [...compiled, ...behind];
}

/** Makes the artefact of what was learned so far. */
export function* compileMatcher(options: {
  generation: number;
  reader: ReaderTables;
  trie: TrieTables;
  templates: readonly LearnedTemplate[];
  /** What lines of a template are labelled with. */
  labelOf: (template: LearnedTemplate) => Label;
  verdictOf?: VerdictOf;
  max_steps: number;
}): Steps<CompiledMatcher> {
  const { generation, reader, trie, templates, labelOf, verdictOf = () => undefined, max_steps } = options;
  return {
    format: 1,
    generation,
    reader,
    trie,
    templates: yield* compileTemplates(templates, labelOf, verdictOf),
    max_steps,
  };
}

/** The named, typed values of a line. */
export function parametersOf(
  message: string,
  slots: readonly Slot[],
  names: readonly (string | null)[],
): Parameters {
  const parameters: Parameters = {};
  for (let index = 0; index < slots.length; index += 1) {
    const name = names[index];
    if (typeof name !== 'string') continue;
    const { start, end } = slots[index]!;
    parameters[name] = valueOf(message.slice(start, end));
  }
  return parameters;
}

/** What a record says of a template. */
export interface DescribedTemplate {
  readonly id: string;
  readonly version: number;
  readonly text: string;
  /** The text around what is named, see `piecesOf`. */
  readonly pieces: readonly string[];
  /** Names of the slots, in order; null where the value is part of the text. */
  readonly names: readonly (string | null)[];
  /** The slots that hold ids of the request, the request's own first. */
  readonly request_slots: readonly number[];
}

/** Puts a line and its template together. Used by the online parser and by the matcher alike. */
export function describeLine(options: {
  line: ReadLine;
  template: DescribedTemplate;
  slots: readonly Slot[];
  verdict?: SeverityVerdict | undefined;
  /** The text around the values is known to be that of the template. */
  is_as_written?: boolean | undefined;
}): ParsedEvent {
  const { line, template, slots, verdict, is_as_written } = options;
  const { message } = line;
  const { names, request_slots } = template;
  const parameters = parametersOf(message, slots, names);
  const blanks = is_as_written ? undefined : blanksOf({ message, pieces: template.pieces, slots, names });
  if (blanks !== undefined) parameters[BLANKS_PARAMETER] = blanks;
  // Most lines say none: nothing is made for them.
  const said =
    request_slots.length === 0 ? NO_IDS : request_slots.map((slot) => String(parameters[names[slot]!]));
  const request_id = line.request_id ?? said[0] ?? line.trace_id;
  const request_ids = requestIdsOf(request_id, line.trace_id, said);
  const event: { -readonly [Field in keyof ParsedEvent]: ParsedEvent[Field] } = {
    status: 'parsed',
    message,
    template_id: template.id,
    template_version: template.version,
    template_text: template.text,
  };
  if (blanks !== undefined || names.some((name) => name !== null)) event.parameters = parameters;
  if (line.timestamp !== undefined) event.timestamp = line.timestamp;
  if (line.level !== undefined) event.level = line.level;
  if (line.is_level_derived) event.is_level_derived = true;
  if (verdict !== undefined) event.verdict = verdict;
  if (line.service !== undefined) event.service = line.service;
  if (request_id !== undefined) event.request_id = request_id;
  if (request_ids !== undefined) event.request_ids = request_ids;
  if (line.trace_id !== undefined) event.trace_id = line.trace_id;
  if (line.span_id !== undefined) event.span_id = line.span_id;
  return event;
}

const NO_IDS: readonly string[] = [];
/** What is shorter is a number of something, and joins what does not belong together. */
export const MIN_OTHER_ID_LENGTH = 6;
/** A line with more of them is a list. */
export const MAX_REQUEST_IDS = 8;

/** All ids that a line names its request by; undefined where that is one at most. */
function requestIdsOf(
  request_id: string | undefined,
  trace_id: string | undefined,
  said: readonly string[],
): readonly string[] | undefined {
  if (request_id === undefined || ((trace_id === undefined || trace_id === request_id) && said.length === 0))
    return undefined;
  const others = (trace_id === undefined ? said : [trace_id, ...said]).filter(
    (id) => id.length >= MIN_OTHER_ID_LENGTH && idOf(id) === id,
  );
  const ids = [...new Set([request_id, ...others])];
  return ids.length > 1 && ids.length <= MAX_REQUEST_IDS ? ids : undefined;
}

/** A line without a template. */
export function describeUnmatched(line: ReadLine): ParsedEvent {
  const request_id = line.request_id ?? line.trace_id;
  const request_ids = requestIdsOf(request_id, line.trace_id, NO_IDS);
  return {
    ...headerOf({ ...line, request_id }),
    ...(request_ids && { request_ids }),
    message: line.message,
    status: line.skipped === undefined ? 'unknown' : `skipped:${line.skipped}`,
  };
}

/** Executes a compiled matcher. It learns nothing: the same line always has the same answer. */
export class MatcherExecutor {
  readonly matcher: CompiledMatcher;
  private readonly templates: readonly (CompiledTemplate & DescribedTemplate)[];
  private readonly reader: LineReader;
  private readonly trie: TemplateTrie;

  constructor(matcher: CompiledMatcher) {
    this.matcher = matcher;
    this.templates = matcher.templates.map((template) => ({ ...template, pieces: piecesOf(template) }));
    this.reader = new LineReader(matcher.reader);
    this.trie = TemplateTrie.fromTables(matcher.trie, { maxSteps: matcher.max_steps });
  }

  match(event: RawEvent, context: TimeContext): ParsedEvent {
    const line = this.reader.read(event, context);
    if (line.skipped !== undefined) return describeUnmatched(line);
    const columns = this.reader.mask(line.message);
    const spans: number[] = [];
    const found = this.trie.find(columns, spans);
    const pattern = found === undefined ? undefined : this.templates[found];
    if (!pattern) return describeUnmatched(line);
    const slots = slotsOf(pattern.gaps, columns, spans);
    const template = this.decide(pattern, (slot) => line.message.slice(slots[slot]!.start, slots[slot]!.end));
    return describeLine({ line, template, slots, verdict: template.verdict });
  }

  /** Follows the values of a line to the template that they decide for. */
  private decide(
    pattern: CompiledTemplate & DescribedTemplate,
    valueAt: (slot: number) => string,
  ): CompiledTemplate & DescribedTemplate {
    let template = pattern;
    for (;;) {
      let next: number | undefined;
      for (const [slot, values] of template.splits ?? []) {
        const value = valueAt(slot);
        next = Object.hasOwn(values, value) ? values[value] : undefined;
        if (next !== undefined) break;
      }
      if (next === undefined) return template;
      template = this.templates[next]!;
    }
  }
}
