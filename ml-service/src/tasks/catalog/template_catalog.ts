import type { EditJournal } from '../../../../common/documents/edit.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { activeMasks, maskEpochOf } from '../../../../common/edits_in_force.ts';
import type { KnownTemplate } from '../../detect/detector.ts';
import type { RawEvent } from '../../ingest/raw_event.ts';
import type { LiveTemplates } from '../../parse/edits/live_templates.ts';
import { atOnce, inSlices, type Steps } from '../../parse/in_slices.ts';
import type { LearnedTemplate, LineParser } from '../../parse/line_parser.ts';
import type { CompiledMatcher } from '../../parse/matcher/compiled_matcher.ts';
import type { Merge } from '../../parse/mining/template_miner.ts';
import type { ParsedEvent } from '../../parse/parsed_event.ts';
import { isMany } from '../../parse/template/template.ts';
import type { LoadTemplates, TemplateStore } from '../../ports/templates.ts';
import { joinSightings, uniteRequestParameters } from '../../store/merge_template.ts';
import { joinDataStreams } from '../../store/origins.ts';
import { detectedTemplatesOf } from './detected_templates.ts';
import { LineBook } from './line_book.ts';
import { noteEdits, noteSplits } from './note_edits.ts';
import { type CreateParser, type RestoredTemplates, restoreTemplates } from './restore_templates.ts';
import { RequestParameterBook } from './request_parameter_book.ts';
import { SeverityBook } from './severity_book.ts';
import type { TemplateDocuments } from './template_documents.ts';

/** Of the templates that may live. */
const NEARLY_FULL = 0.85;

const haveSameMasks = (a: EditJournal, b: EditJournal) =>
  maskEpochOf(a) === maskEpochOf(b) && String(masksOf(a)) === String(masksOf(b));
const masksOf = (journal: EditJournal) => activeMasks(journal).map(({ id }) => id);

/**
 * The templates of one process: the parser that learns them, the documents that remember them, and what users edited.
 * Documents and edits are the state: another process that loads them learns on with the same ids.
 */
export class TemplateCatalog {
  private readonly parser: LineParser;
  private readonly createParser: CreateParser;
  private journal: EditJournal;
  private unpublished: boolean;
  /** Evictions after which documents were let go. */
  private forgotten = 0;
  /** What is remembered of all templates, and is to be written. */
  readonly documents: TemplateDocuments;
  /** How severe they are. */
  readonly severities: SeverityBook;
  /** Which of their parameters hold ids of requests. */
  readonly request_parameters: RequestParameterBook;
  /** How many lines they have. */
  readonly lines: LineBook;
  /** Ids of templates that masks changed since their documents were written. */
  readonly remasked: ReadonlySet<string>;

  /**
   * Takes up what was learned and edited before, step by step: others get the processor in between.
   *
   * @param options.pause - Lets them go first; absent where nobody waits.
   */
  static async load({
    store,
    edits,
    createParser,
    pause,
    ...how
  }: LoadTemplates & {
    store: Pick<TemplateStore, 'load'>;
    edits: EditJournal;
    createParser: CreateParser;
    pause?: (() => Promise<void>) | undefined;
  }): Promise<TemplateCatalog> {
    const steps = TemplateCatalog.open({ edits, createParser, documents: await store.load(how) });
    return pause ? inSlices(steps, pause) : atOnce(steps);
  }

  /** @param options.documents - In any order. */
  static *open(options: {
    documents: readonly TemplateDocument[];
    edits: EditJournal;
    createParser: CreateParser;
  }): Steps<TemplateCatalog> {
    const { documents: stored, edits, createParser } = options;
    const restored = yield* restoreTemplates({ stored, edits, createParser });
    return new TemplateCatalog(restored, { edits, createParser });
  }

  private constructor(
    { parser, documents, remasked, is_changed }: RestoredTemplates,
    { edits, createParser }: { edits: EditJournal; createParser: CreateParser },
  ) {
    this.createParser = createParser;
    this.journal = edits;
    this.parser = parser;
    this.documents = documents;
    this.remasked = remasked;
    this.unpublished = is_changed;
    const noting = { documents, parser, onChange: () => (this.unpublished = true) };
    this.severities = new SeverityBook(noting);
    this.request_parameters = new RequestParameterBook(noting);
    this.lines = new LineBook({ documents, resolve: (id) => this.resolve(id) });
    this.setEdits(edits);
  }

  /**
   * Takes up edits; the templates are what they were. Other masks read other columns: then a catalog is opened anew.
   *
   * @returns Whether it could.
   */
  setEdits(edits: EditJournal): boolean {
    if (!haveSameMasks(this.journal, edits)) return false;
    this.journal = edits;
    this.parser.setEdits(edits);
    this.noteEdits(this.documents.all().keys());
    return true;
  }

  private noteEdits(ids: Iterable<string>): void {
    if (this.journal.edits.length === 0) return;
    noteEdits({ documents: this.documents, parser: this.parser, ids });
  }

  private noteSplits(template: LearnedTemplate): void {
    noteSplits({ documents: this.documents, parser: this.parser, template });
  }

  /** The edits that are taken up. */
  get edits(): EditJournal {
    return this.journal;
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

  /** Templates as they stand, the oldest first. */
  templates(): readonly LearnedTemplate[] {
    return this.parser.templates();
  }

  get size(): number {
    return this.parser.templates().length;
  }

  /** The live id that stands for an id given earlier. */
  resolve(id: string): string {
    return this.parser.resolve(id);
  }

  /** The learned template that stands for an id, whatever users made of it. */
  learnedIdOf(id: string): string {
    return this.parser.template(id)?.id ?? id;
  }

  /** The line as the templates label it now. */
  parse(event: RawEvent): ParsedEvent {
    return this.parser.parse(event);
  }

  /**
   * A parser to try lines with: what it learns nobody else knows. It has the templates of as many columns as these lines have,
   * which are those that may become one with them.
   */
  *scratchFor(events: Iterable<RawEvent>): Steps<LineParser> {
    const counts = new Set([...events].map((event) => this.parser.columnsOf(event)));
    const isNear = (template: LearnedTemplate) =>
      counts.has(template.columns.length) || template.columns.some(isMany);
    const scratch = this.createParser(activeMasks(this.journal));
    yield;
    yield* scratch.restoreInSteps(this.templates().filter(isNear));
    scratch.restoreMerges(Array.from(this.parser.merges(), ([from, into]) => ({ from, into })));
    scratch.setEdits(this.journal);
    return scratch;
  }

  /**
   * Learns a line.
   *
   * @param time - When it happened, milliseconds since the epoch.
   * @param data_stream - Where it lies; absent for a line that lies nowhere.
   */
  learn(event: RawEvent, time: number, data_stream?: string): ParsedEvent {
    const { event: parsed, mined } = this.parser.learn(event);
    if (!mined) return parsed;
    const { template, change, merges } = mined;
    const known = this.documents.get(template.id);
    const data_streams = joinDataStreams(known?.data_streams, [data_stream]);
    if (change !== 'none' || !known) {
      this.unpublished = true;
      this.noteLearned({ template, event: parsed, known, time, data_streams });
    } else if (time < Date.parse(known.first_seen) || data_streams !== known.data_streams) {
      this.documents.update({
        ...known,
        first_seen: new Date(Math.min(time, Date.parse(known.first_seen))).toISOString(),
        ...(data_streams && { data_streams: [...data_streams] }),
      });
    }
    this.noteMerges(merges);
    return parsed;
  }

  /** Makes templates one that something else than the miner found to be; see `TemplateMiner.unite`. */
  unite(union: Parameters<LineParser['unite']>[0]): LearnedTemplate {
    const { template, merges } = this.parser.unite(union);
    this.unpublished = true;
    const { id, version, text, columns, parameters } = template;
    const known = this.documents.get(id)!;
    this.documents.update({ ...known, version, text, columns: [...columns], parameters: [...parameters] });
    this.noteSplits(template);
    this.noteMerges(merges);
    return template;
  }

  private noteLearned(learned: {
    template: LearnedTemplate;
    event: ParsedEvent;
    known: TemplateDocument | undefined;
    time: number;
    data_streams: readonly string[] | undefined;
  }): void {
    const { template, event, known, time, data_streams } = learned;
    const seen = new Date(time).toISOString();
    this.documents.update({
      services: event.service === undefined ? [] : [event.service],
      line_count: 0,
      last_seen: seen,
      updated: seen,
      ...(event.level && { level: event.level }),
      ...known,
      ...(data_streams && { data_streams: [...data_streams] }),
      first_seen: known && known.first_seen < seen ? known.first_seen : seen,
      id: template.id,
      version: template.version,
      text: template.text,
      columns: [...template.columns],
      parameters: [...template.parameters],
      ...(!known && this.parser.edited.masks.length > 0 && this.masksInForce()),
    });
    this.noteSplits(template);
  }

  private masksInForce(): Pick<TemplateDocument, 'masked' | 'masks'> {
    const masks = this.parser.edited.masks.map((edit_id) => ({ edit_id }));
    return { masked: maskEpochOf(this.journal), masks };
  }

  private noteMerges(merges: readonly Merge[]): void {
    for (const { from, into } of merges) {
      const absorbed = this.documents.get(from);
      if (!absorbed) continue;
      this.documents.update({ ...absorbed, merged_into: into, merged_by: 'learning' });
      const live = this.documents.get(into);
      if (!live) continue;
      const level = live.level ?? absorbed.level;
      // What lies under the other id is its own from now on.
      this.documents.update({
        ...live,
        ...joinSightings(live, absorbed),
        ...uniteRequestParameters(live, absorbed),
        line_count: live.line_count + absorbed.line_count,
        ...(level && { level }),
      });
    }
    if (merges.some(({ from }) => this.documents.get(from)?.request_parameters))
      this.request_parameters.refresh();
    if (merges.length > 0) this.noteEdits(merges.flatMap(({ from, into }) => [from, into]));
  }

  /** Whether templates changed since {@link compile}: the published matcher is behind. */
  get isUnpublished(): boolean {
    return this.unpublished;
  }

  /** Templates that left because there were too many, since this catalog was opened. */
  get evictions(): number {
    return this.parser.evictions;
  }

  /** Whether templates are about to leave: who decides which ones must know what was counted elsewhere. */
  get isNearlyFull(): boolean {
    return this.size >= NEARLY_FULL * this.parser.config.max_templates;
  }

  /** The artefact of what is known now. */
  compile(generation: number): CompiledMatcher {
    return atOnce(this.compileInSteps(generation));
  }

  /** As {@link TemplateCatalog.compile}; nothing is to be learned in between. */
  *compileInSteps(generation: number): Steps<CompiledMatcher> {
    this.unpublished = false;
    this.severities.notePublished();
    if (this.parser.evictions > this.forgotten) {
      this.forgotten = this.parser.evictions;
      this.documents.drop(
        ({ id, merged_into, split_from }) => !merged_into && !split_from && !this.parser.remembers(id),
      );
    }
    return yield* this.parser.compileInSteps(generation);
  }

  /** What detectors know of templates. */
  known(): ReadonlyMap<string, KnownTemplate> {
    return detectedTemplatesOf(this.documents.all().values());
  }

  /** Where the lines of a template lie, sorted; undefined where nobody knows. */
  dataStreamsOf(id: string): readonly string[] | undefined {
    return this.documents.get(this.resolve(id))?.data_streams;
  }

  /** Whether people said that anomalies of this template are nothing to worry about. */
  isExpected(id: string): boolean {
    return this.documents.get(this.resolve(id))?.expected === true;
  }
}
