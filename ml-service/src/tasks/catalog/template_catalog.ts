import type { EditJournal, EditOf } from '../../../../common/documents/edit.ts';
import { activeMasks, maskEpochOf } from '../../../../common/edits_in_force.ts';
import type { TemplateDocument, TemplateParameter } from '../../../../common/documents/template_document.ts';
import type { KnownTemplate } from '../../detect/detector.ts';
import type { RawEvent } from '../../ingest/raw_event.ts';
import type { CompiledMatcher } from '../../parse/matcher/compiled_matcher.ts';
import { childrenOf, isEditedAlike, withEdits } from '../../parse/edits/edited_documents.ts';
import type { LiveTemplates } from '../../parse/edits/live_templates.ts';
import { reconcileMasks } from '../../parse/edits/reconcile_masks.ts';
import { columnReaderOf } from '../../parse/edits/remask.ts';
import type { LearnedTemplate, LineParser } from '../../parse/line_parser.ts';
import type { Merge } from '../../parse/mining/template_miner.ts';
import type { ParsedEvent } from '../../parse/parsed_event.ts';
import type { TemplateCount } from '../../detect/counts/count_reader.ts';
import type { LoadTemplates, TemplateStore } from '../../ports/templates.ts';
import { joinSightings } from '../../store/merge_template.ts';

const MINUTE = 60_000;

/** Makes a parser that knows nothing yet, with the masks of users before all others. */
export type CreateParser = (masks?: readonly EditOf<'mask'>[]) => LineParser;

/** Whether the template lives on in another, as far as learning goes: what users merged is learned on. */
const isAbsorbed = ({ merged_into, merged_by }: TemplateDocument) =>
  merged_into !== undefined && merged_by !== 'edit';

/** Whether parameters are described alike, whatever else is said of them. */
const areAlike = (a: readonly TemplateParameter[], b: readonly TemplateParameter[]) =>
  a.length === b.length &&
  a.every(({ name, type, unit }, at) => name === b[at]!.name && type === b[at]!.type && unit === b[at]!.unit);

/**
 * The templates of one process: the parser that learns them, the documents that remember them, and what users edited.
 * Documents and edits are the state: another process that loads them learns on with the same ids.
 */
export class TemplateCatalog {
  private readonly parser: LineParser;
  private readonly documents = new Map<string, TemplateDocument>();
  /** Ids whose documents are to be written. */
  private readonly unsaved = new Set<string>();
  private unpublished = false;
  private readonly journal: EditJournal;
  /** Ids of templates that masks changed since their documents were written. */
  readonly remasked: ReadonlySet<string>;
  /** Ids of documents that were read under other masks, or by another version of Log AI. */
  private readonly reread = new Set<string>();

  /** Takes up what was learned and edited before. */
  static async load({
    store,
    edits,
    createParser,
    ...how
  }: LoadTemplates & {
    store: TemplateStore;
    edits: EditJournal;
    createParser: CreateParser;
  }): Promise<TemplateCatalog> {
    return new TemplateCatalog({ edits, createParser, documents: await store.load(how) });
  }

  /** @param options.documents - In any order. */
  constructor(options: {
    documents: readonly TemplateDocument[];
    edits: EditJournal;
    createParser: CreateParser;
  }) {
    const { edits, createParser } = options;
    const masks = activeMasks(edits);
    this.journal = edits;
    this.parser = createParser(masks);
    const stored = [...options.documents].sort(
      (a, b) => a.first_seen.localeCompare(b.first_seen) || (a.id < b.id ? -1 : 1),
    );
    const { documents, changed } = reconcileMasks({
      documents: stored,
      masks,
      mask_epoch: maskEpochOf(edits),
      readerOf: (first) => columnReaderOf(createParser(first).tables),
    });
    this.remasked = changed;
    documents.forEach((document, at) => {
      this.documents.set(document.id, document);
      if (document === stored[at]) return;
      this.reread.add(document.id);
      this.unsaved.add(document.id);
    });
    this.unpublished = changed.size > 0;
    this.joinTwins();
    this.restore();
    if (this.redescribe()) {
      // A version is a template's from its restoration on.
      this.parser = createParser(masks);
      this.restore();
    }
    this.parser.setEdits(edits);
    this.followEdits();
  }

  private restore(): void {
    this.parser.restore(
      [...this.documents.values()]
        .filter(({ split_from }) => !split_from)
        .map((document) => (isAbsorbed(document) ? document : { ...document, merged_into: undefined })),
    );
  }

  /**
   * What another version of Log AI wrote may name and type parameters otherwise than the parser does now: people are to
   * read what lines are labelled with.
   *
   * @returns Whether a version rose, as it does where the text is another.
   */
  private redescribe(): boolean {
    let hasRisen = false;
    for (const { id, text, parameters } of this.parser.templates()) {
      const document = this.documents.get(id)!;
      const isOtherText = document.text !== text;
      if (!isOtherText && areAlike(document.parameters, parameters)) continue;
      const version = document.version + Number(isOtherText);
      this.update({ ...document, version, text, parameters: [...parameters] });
      this.reread.add(id);
      this.unpublished = true;
      hasRisen ||= isOtherText;
    }
    return hasRisen;
  }

  /** Two processes may have learned one template under two ids: the one seen first stands for both. */
  private joinTwins(): void {
    const ids = new Map<string, string>();
    for (const document of this.documents.values()) {
      if (isAbsorbed(document) || document.split_from) continue;
      const columns = JSON.stringify(document.columns);
      const elder = ids.get(columns);
      if (elder === undefined) ids.set(columns, document.id);
      else {
        this.update({ ...document, merged_into: elder, merged_by: 'learning' });
        this.unpublished = true;
      }
    }
  }

  /** Notes in the documents what the edits say of them. */
  private followEdits(ids: Iterable<string> = this.documents.keys()): void {
    if (this.journal.edits.length === 0) return;
    const { live, revision } = this.parser.edited;
    if (live.splits.size > 0) for (const template of this.parser.templates()) this.followSplits(template);
    for (const id of ids) {
      const document = this.documents.get(id);
      if (!document) continue;
      const edited = withEdits(document, { live, revision });
      if (!isEditedAlike(document, edited)) this.update(edited);
    }
  }

  /** What was split off a template follows it. */
  private followSplits(template: LearnedTemplate): void {
    const { live, isPlain } = this.parser.edited;
    if (isPlain) return;
    for (const child of childrenOf(template, live)) {
      const known = this.documents.get(child.id);
      // Of a user's merge several patterns have the child: it looks like the one that was split.
      const isOwn = live.children.get(child.id)!.split.slot?.pattern_id === template.id;
      if (known && !isOwn) continue;
      if (
        known?.text === child.text &&
        known.version === child.version &&
        areAlike(known.parameters, child.parameters)
      )
        continue;
      const parent = this.documents.get(child.split_from!.template_id) ?? this.documents.get(template.id)!;
      const { level, services, first_seen, last_seen, updated } = parent;
      this.update({
        services,
        first_seen,
        last_seen,
        updated,
        line_count: 0,
        ...(level && { level }),
        ...known,
        ...child,
      });
    }
  }

  /** What the edits in force make of the templates. */
  get live(): LiveTemplates {
    return this.parser.edited.live;
  }

  /** Whether an edit can speak of this template: what was split off goes when the split is undone. */
  isThere(id: string): boolean {
    const document = this.documents.get(id);
    return document !== undefined && (!document.split_from || this.live.children.has(id));
  }

  /** The learned template whose lines a template has; of one that was split off the one that it was split from. */
  patternOf(id: string): LearnedTemplate | undefined {
    const child = this.live.children.get(id);
    return this.parser.template(child?.split.slot?.pattern_id ?? id);
  }

  /** The edits that are taken up. */
  get edits(): EditJournal {
    return this.journal;
  }

  /** What is known of all templates, those that live on in others included. */
  all(): ReadonlyMap<string, TemplateDocument> {
    return this.documents;
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
      this.note(template, parsed, known, time);
    } else if (time < Date.parse(known.first_seen)) {
      this.update({ ...known, first_seen: new Date(time).toISOString() });
    }
    this.noteMerges(merges);
    return parsed;
  }

  private noteMerges(merges: readonly Merge[]): void {
    for (const { from, into } of merges) {
      const absorbed = this.documents.get(from);
      if (!absorbed) continue;
      this.update({ ...absorbed, merged_into: into, merged_by: 'learning' });
      const live = this.documents.get(into);
      if (!live) continue;
      const level = live.level ?? absorbed.level;
      // What lies under the other id is its own from now on.
      this.update({
        ...live,
        ...joinSightings(live, absorbed),
        line_count: live.line_count + absorbed.line_count,
        ...(level && { level }),
      });
    }
    if (merges.length > 0) this.followEdits(merges.flatMap(({ from, into }) => [from, into]));
  }

  private note(
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
      ...(!known && this.parser.edited.masks.length > 0 && this.masksInForce()),
    });
    this.followSplits(template);
  }

  private masksInForce(): Pick<TemplateDocument, 'masked' | 'masks'> {
    const masks = this.parser.edited.masks.map((edit_id) => ({ edit_id }));
    return { masked: maskEpochOf(this.journal), masks };
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
    this.followSplits(template);
    this.noteMerges(merges);
    return template;
  }

  private update(document: TemplateDocument): void {
    this.documents.set(document.id, document);
    this.unsaved.add(document.id);
  }

  /** The line as the templates label it now. */
  parse(event: RawEvent): ParsedEvent {
    return this.parser.parse(event);
  }

  /** The live id that stands for an id given earlier. */
  resolve(id: string): string {
    return this.parser.resolve(id);
  }

  /** The learned template that stands for an id, whatever users made of it. */
  learnedIdOf(id: string): string {
    return this.parser.template(id)?.id ?? id;
  }

  /** The lines of the templates of these rows, less those of `before`. */
  linesWithout(rows: {
    before: readonly TemplateCount[];
    after: readonly TemplateCount[];
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

  /**
   * Has the lines of these templates counted anew, from what the count is now; once for each revision of the edits.
   *
   * @param counts - By template, lines to begin with and that revision.
   */
  recountFrom(counts: Readonly<Record<string, { readonly lines: number; readonly revision: number }>>): void {
    for (const [id, { lines, revision }] of Object.entries(counts)) {
      const known = this.documents.get(id);
      if (known && (known.recounted ?? 0) < revision)
        this.update({ ...known, line_count: lines, recounted: revision });
    }
  }

  /** Keeps book of counted lines. */
  noteCounted({ template_id, service, level, minute, count }: TemplateCount): void {
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

  /** Writes what edits say of templates. How they are read anew is for the one who holds the lease to write. */
  async saveEdited(store: TemplateStore, now: number): Promise<void> {
    const ids = [...this.unsaved].filter((id) => !this.reread.has(id));
    await this.writeOut(store, ids, now);
  }

  /** Writes what changed. A failure leaves it to be written the next time. */
  async save(store: TemplateStore, now: number): Promise<void> {
    await this.writeOut(store, [...this.unsaved], now);
  }

  private async writeOut(store: TemplateStore, ids: readonly string[], now: number): Promise<void> {
    if (ids.length === 0) return;
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

  /** Whether people said that anomalies of this template are nothing to worry about. */
  isExpected(id: string): boolean {
    return this.documents.get(this.resolve(id))?.expected === true;
  }
}
