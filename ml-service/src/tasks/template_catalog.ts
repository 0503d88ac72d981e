import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import type { KnownTemplate } from '../detect/detector.ts';
import type { RawEvent } from '../ingest/raw_event.ts';
import type { CompiledMatcher } from '../parse/compiled_matcher.ts';
import type { LearnedTemplate, LineParser } from '../parse/line_parser.ts';
import type { ParsedEvent } from '../parse/parsed_event.ts';
import type { CountedTemplate, TemplateStore } from '../ports.ts';

const MINUTE = 60_000;

/**
 * The templates of one process: the parser that learns them and the documents that remember them. Documents are the
 * state: another process that loads them learns on with the same ids.
 */
export class TemplateCatalog {
  private readonly parser: LineParser;
  private readonly documents = new Map<string, TemplateDocument>();
  /** Ids whose documents are to be written. */
  private readonly unsaved = new Set<string>();
  private unpublished = false;

  private constructor(parser: LineParser) {
    this.parser = parser;
  }

  /** Takes up what was learned before. */
  static async load(options: { store: TemplateStore; parser: LineParser }): Promise<TemplateCatalog> {
    const catalog = new TemplateCatalog(options.parser);
    const documents = [...(await options.store.load())].sort(
      (a, b) => a.first_seen.localeCompare(b.first_seen) || (a.id < b.id ? -1 : 1),
    );
    for (const document of documents) catalog.documents.set(document.id, document);
    catalog.joinTwins(documents);
    options.parser.restore(catalog.documents.values());
    return catalog;
  }

  /** Two processes may have learned one template under two ids: the one seen first stands for both. */
  private joinTwins(oldestFirst: readonly TemplateDocument[]): void {
    const ids = new Map<string, string>();
    for (const document of oldestFirst) {
      if (document.merged_into !== undefined) continue;
      const columns = JSON.stringify(document.columns);
      const elder = ids.get(columns);
      if (elder === undefined) ids.set(columns, document.id);
      else {
        this.update({ ...document, merged_into: elder });
        this.unpublished = true;
      }
    }
  }

  get size(): number {
    return this.parser.templates().length;
  }

  /** Whether templates changed since {@link compile}: the published matcher is behind. */
  get isUnpublished(): boolean {
    return this.unpublished;
  }

  /** Learns a line. `time` is when it happened, milliseconds since the epoch. */
  learn(event: RawEvent, time: number): ParsedEvent {
    const { event: parsed, mined } = this.parser.learn(event);
    if (!mined) return parsed;
    const { template, change, merges } = mined;
    const known = this.documents.get(template.id);
    if (change !== 'none' || !known) {
      this.unpublished = true;
      this.write(template, parsed, known, time);
    } else if (time < Date.parse(known.first_seen)) {
      this.update({ ...known, first_seen: new Date(time).toISOString() });
    }
    for (const { from, into } of merges) {
      const absorbed = this.documents.get(from);
      if (absorbed) this.update({ ...absorbed, merged_into: into });
    }
    return parsed;
  }

  private write(
    template: LearnedTemplate,
    event: ParsedEvent,
    known: TemplateDocument | undefined,
    time: number,
  ): void {
    const seen = new Date(time).toISOString();
    this.update({
      services: event.service === undefined ? [] : [event.service],
      line_count: 0,
      last_seen: seen,
      updated: seen,
      ...(event.level && { level: event.level }),
      ...known,
      first_seen: known && known.first_seen < seen ? known.first_seen : seen,
      id: template.id,
      version: template.version,
      text: template.text,
      columns: [...template.columns],
      parameters: [...template.parameters],
    });
  }

  /** Templates as they stand, the oldest first. */
  templates(): readonly LearnedTemplate[] {
    return this.parser.templates();
  }

  /** Makes templates one that something else than the miner found to be; see `TemplateMiner.unite`. */
  unite(union: Parameters<LineParser['unite']>[0]): LearnedTemplate {
    const { template, merges } = this.parser.unite(union);
    this.unpublished = true;
    const { id, version, text, columns, parameters } = template;
    const known = this.documents.get(id)!;
    this.update({ ...known, version, text, columns: [...columns], parameters: [...parameters] });
    for (const { from, into } of merges) {
      const absorbed = this.documents.get(from);
      if (absorbed) this.update({ ...absorbed, merged_into: into });
    }
    return template;
  }

  private update(document: TemplateDocument): void {
    this.documents.set(document.id, document);
    this.unsaved.add(document.id);
  }

  /** The line as the templates label it now. */
  match(event: RawEvent): ParsedEvent {
    return this.parser.match(event);
  }

  /** The live id that stands for an id given earlier. */
  resolve(id: string): string {
    return this.parser.resolve(id);
  }

  /** The lines of the templates of these rows, less those of `before`. */
  linesWithout(rows: {
    before: readonly CountedTemplate[];
    after: readonly CountedTemplate[];
  }): Record<string, number> {
    const lines: Record<string, number> = {};
    for (const { template_id } of [...rows.before, ...rows.after]) {
      const known = this.documents.get(this.resolve(template_id));
      if (known) lines[known.id] = known.line_count;
    }
    for (const { template_id, count } of rows.before) {
      const id = this.resolve(template_id);
      if (lines[id] !== undefined) lines[id] = Math.max(0, lines[id] - count);
    }
    return lines;
  }

  /** Sets how many lines templates have; what is written of it follows with {@link noteCounted}. */
  setLines(lines: Readonly<Record<string, number>>): void {
    for (const [id, line_count] of Object.entries(lines)) {
      const known = this.documents.get(this.resolve(id));
      if (known && known.line_count !== line_count) this.update({ ...known, line_count });
    }
  }

  /** Keeps book of counted lines. */
  noteCounted({ template_id, service, level, minute, count }: CountedTemplate): void {
    const known = this.documents.get(this.resolve(template_id));
    if (!known) return;
    const last = new Date(minute * MINUTE).toISOString();
    this.update({
      ...known,
      services: known.services.includes(service) ? known.services : [...known.services, service].sort(),
      last_seen: last > known.last_seen ? last : known.last_seen,
      line_count: known.line_count + count,
      ...((known.level ?? level) ? { level: known.level ?? level } : {}),
    });
  }

  /** Writes what changed. A failure leaves it to be written the next time. */
  async save(store: TemplateStore, now: number): Promise<void> {
    if (this.unsaved.size === 0) return;
    const ids = [...this.unsaved];
    const updated = new Date(now).toISOString();
    await store.save(ids.map((id) => ({ ...this.documents.get(id)!, updated })));
    for (const id of ids) this.unsaved.delete(id);
  }

  /** The artefact of what is known now. */
  compile(generation: number): CompiledMatcher {
    this.unpublished = false;
    return this.parser.compile(generation);
  }

  /** What detectors know of templates. */
  known(): ReadonlyMap<string, KnownTemplate> {
    return new Map(
      [...this.documents.values()]
        .filter(({ merged_into }) => merged_into === undefined)
        .map(({ id, text, level, first_seen }) => [
          id,
          { text, first_seen: Date.parse(first_seen), ...(level && { level }) },
        ]),
    );
  }
}
