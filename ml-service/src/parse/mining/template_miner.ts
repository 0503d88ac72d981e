import type { TemplateColumn, TemplateParameter } from '../../../../common/documents/template_document.ts';
import { describeParameters, requestSlotsOf } from '../parameters/describe_parameters.ts';
import type { MaskedColumn } from '../masks/masked_line.ts';
import type { MinerConfig } from '../../settings/parse.ts';
import { createStrategy } from './miners.ts';
import { EvictedTemplates, leastWorth, type WorthOf } from './evicted_templates.ts';
import type { BatchStrategy, StreamingStrategy, Union } from './mining_strategy.ts';
import { formOf, formOfValue, joinForms, type ValueForm } from '../parameters/parameter_value.ts';
import { piecesOf } from '../template/rebuild_message.ts';
import { joinFormsOf } from '../parameters/slot_forms.ts';
import { type Gap, gapsOf, type Slot, slotsOf, spansOf, textOf } from '../template/template.ts';
import { type Blanks, blanksOfLine, blanksOfText, joinBlanks } from '../template/template_blanks.ts';
import { mintTemplateId } from '../template/template_id.ts';
import { TemplateTrie, type TrieTables } from '../matcher/template_trie.ts';
import type { Steps } from '../in_slices.ts';

/** A template as it stands now. Readonly for everyone but the miner. */
export interface LearnedTemplate {
  /** Minted once; kept when the template generalises. */
  readonly id: string;
  /** Rises with each change of the text. */
  readonly version: number;
  readonly text: string;
  /** The text around the parameters: always one more than these. */
  readonly pieces: readonly string[];
  readonly columns: readonly TemplateColumn[];
  readonly parameters: readonly TemplateParameter[];
  /** Of the values of each parameter, whatever a unit around them says. */
  readonly forms: readonly ValueForm[];
  readonly gaps: readonly Gap[];
  /** Names of the parameters. */
  readonly names: readonly string[];
  /** The parameters that hold ids of the request, the request's own first. */
  readonly request_slots: readonly number[];
  /** Lines seen by this miner. */
  readonly line_count: number;
}

/** A template as it is kept between two lives of a process. */
export type StoredTemplate = Omit<LearnedTemplate, 'pieces' | 'forms' | 'gaps' | 'names' | 'request_slots'>;

/** That the first id now stands for the second as well. */
export interface Merge {
  readonly from: string;
  readonly into: string;
}

/** A line and its template. */
export interface FoundLine {
  readonly template: LearnedTemplate;
  readonly slots: readonly Slot[];
  /** Whether its text around the values is known to be that of the template, blanks included. */
  readonly is_as_written?: boolean;
}

/** What a line did to the templates. */
export interface MinedLine extends FoundLine {
  readonly change: 'none' | 'created' | 'changed';
  readonly merges: readonly Merge[];
}

/** What most lines do: they merge nothing. */
export const NO_MERGES: readonly Merge[] = [];

/** Above the bound this share leaves at once, so that the search for the oldest is paid rarely. */
const EVICTED_SHARE = 0.1;

const formIn = (message: string, slot: Slot) => formOfValue(slot, message.slice(slot.start, slot.end));
const formsOf = (message: string, slots: readonly Slot[]) => slots.map((slot) => formIn(message, slot));

class MinedTemplate {
  version = 1;
  text = '';
  line_count = 0;
  /** The miner's line count at its last use. */
  used = 0;
  /** Of the values of each slot. */
  forms: readonly ValueForm[] = [];
  parameters: TemplateParameter[] = [];
  gaps: readonly Gap[] = [];
  names: readonly string[] = [];
  request_slots: readonly number[] = [];
  /** Minted when it is clear that no other template stands for it. */
  id = '';
  /** Rises from the oldest to the youngest. */
  readonly number: number;
  columns: readonly TemplateColumn[];
  /** Those of the line that it was first seen in, as far as they are those of what it was merged with. */
  blanks: Blanks;
  private cut: readonly string[] | undefined;

  constructor(number: number, columns: readonly TemplateColumn[], blanks: Blanks) {
    this.number = number;
    this.columns = columns;
    this.blanks = blanks;
  }

  /** Cut when asked for: a template changes more often than that while it is learned. */
  get pieces(): readonly string[] {
    return (this.cut ??= piecesOf(this));
  }

  /** Names and types the parameters anew, by columns and forms, and returns whether the text changed. */
  describe(): boolean {
    this.parameters = describeParameters(this.columns, this.forms);
    const names = this.parameters.map(({ name }) => name);
    this.names = names;
    this.request_slots = requestSlotsOf(names);
    const text = textOf(this.columns, names, this.blanks);
    const changed = text !== this.text;
    this.text = text;
    this.cut = undefined;
    return changed;
  }
}

/**
 * Learns templates from masked lines. A line that a template fits costs one look-up in the trie; only what is new founds
 * a template and asks the strategy which others that is one with; a strategy that needs all lines first is asked by
 * {@link TemplateMiner.settle}. Identity is decided here, the same for all strategies:
 * the oldest of a union survives, with its id.
 */
export class TemplateMiner {
  private readonly config: MinerConfig;
  private readonly trie: TemplateTrie;
  private readonly streaming: StreamingStrategy<MinedTemplate> | undefined;
  private readonly batch: BatchStrategy<MinedTemplate> | undefined;
  private readonly byNumber = new Map<number, MinedTemplate>();
  private readonly byId = new Map<string, MinedTemplate>();
  private readonly mergedInto = new Map<string, string>();
  private lines = 0;
  private nextNumber = 0;
  private changes = 0;
  private evicted = 0;
  /** Whether those by number are in order: one that came back stands last. */
  private isInOrder = true;
  private retention:
    { readonly worths: () => WorthOf; readonly shelf: EvictedTemplates<MinedTemplate> } | undefined;

  constructor(config: MinerConfig) {
    this.config = config;
    this.trie = new TemplateTrie({ maxSteps: config.max_steps });
    const strategy = createStrategy<MinedTemplate>(config);
    if (strategy.kind === 'streaming') this.streaming = strategy;
    else this.batch = strategy;
  }

  /** Rises whenever a masked text may have another template than before. */
  get revision(): number {
    return this.changes;
  }

  /** Templates that left because there were too many, since this miner began. */
  get evictions(): number {
    return this.evicted;
  }

  /**
   * Has others decide who leaves when there are too many, for a miner that does not see all lines; what left is kept, as
   * many as may live, to come back under its old id.
   *
   * @param worths - Asked when room is made.
   */
  keepByWorth(worths: () => WorthOf): void {
    this.retention = { worths, shelf: new EvictedTemplates(this.config) };
  }

  /** Whether a template lives, or may come back. */
  remembers(id: string): boolean {
    return this.byId.has(id) || this.retention?.shelf.has(id) === true;
  }

  /** Learns a line and returns its template. */
  learn(message: string, columns: readonly MaskedColumn[]): MinedLine {
    const spans: number[] = [];
    const found = this.trie.find(columns, spans);
    const known = found === undefined ? undefined : this.byNumber.get(found);
    if (known) return this.takeKnown(known, message, slotsOf(known.gaps, columns, spans));
    const back = this.retention?.shelf.take(columns, spans);
    if (back) {
      this.comeBack(back);
      return { ...this.takeKnown(back, message, slotsOf(back.gaps, columns, spans)), change: 'changed' };
    }
    const merges: Merge[] = [];
    const template = this.found(message, columns, merges);
    const isNew = template.line_count === 0;
    this.countLine(template);
    if (template.describe() && !isNew) template.version += 1;
    const slots = slotsOf(template.gaps, columns, spansOf(template.columns, columns));
    return { template, slots, change: isNew ? 'created' : 'changed', merges };
  }

  /** Counts a line of a live template of this miner, as {@link learn} returned it. */
  count(template: LearnedTemplate): void {
    this.countLine(this.own(template));
  }

  private own(template: LearnedTemplate): MinedTemplate {
    return template instanceof MinedTemplate ? template : this.byId.get(template.id)!;
  }

  private countLine(template: MinedTemplate): void {
    this.lines += 1;
    template.line_count += 1;
    template.used = this.lines;
  }

  private takeKnown(template: MinedTemplate, message: string, slots: readonly Slot[]): MinedLine {
    this.countLine(template);
    const { forms } = template;
    const joined = formsOf(message, slots).map((form, index) => joinForms(forms[index]!, form));
    if (joined.every((form, index) => form === forms[index]))
      return { template, slots, change: 'none', merges: NO_MERGES };
    template.forms = joined;
    if (template.describe()) template.version += 1;
    return { template, slots, change: 'changed', merges: NO_MERGES };
  }

  /** The template that a line fits as they stand; learns nothing. */
  find(columns: readonly MaskedColumn[]): FoundLine | undefined {
    const spans: number[] = [];
    const number = this.trie.find(columns, spans);
    const template = number === undefined ? undefined : this.byNumber.get(number);
    return template && { template, slots: slotsOf(template.gaps, columns, spans) };
  }

  /** Founds a template on a line that none fits; it may turn out to be one with others. */
  private found(message: string, columns: readonly MaskedColumn[], merges: Merge[]): MinedTemplate {
    if (this.byNumber.size >= this.config.max_templates) {
      merges.push(...this.settle());
      this.makeRoom();
    }
    const literal = columns.map((column) => column.text);
    const founded = this.register(literal, blanksOfLine(message, columns));
    founded.forms = formsOf(message, slotsOf(founded.gaps, columns));
    const template = this.refine(founded, merges);
    if (template.id === '') {
      template.id = mintTemplateId(literal, (taken) => this.remembers(taken) || this.mergedInto.has(taken));
      this.byId.set(template.id, template);
    }
    return template;
  }

  /**
   * Lets a strategy that needs all lines first decide on those seen so far. When memory is full it decides earlier. Nothing
   * to do for one that learns line by line.
   */
  settle(): readonly Merge[] {
    const merges: Merge[] = [];
    for (const union of this.batch?.unionsOf([...this.byNumber.values()]) ?? []) {
      const template = this.merge(union, merges);
      if (template.describe()) template.version += 1;
    }
    return merges;
  }

  /**
   * Makes templates one that something else than the strategy found to be: a person or a language model.
   *
   * @param union.templates - Live templates of this miner, two at least.
   * @param union.columns - They fit all of them.
   */
  unite({ templates, columns }: Union<LearnedTemplate>): Pick<MinedLine, 'template' | 'merges'> {
    const merges: Merge[] = [];
    const mined = templates.map(({ id }) => this.byId.get(id)!);
    const template = this.merge({ templates: mined, columns }, merges);
    if (template.describe()) template.version += 1;
    return { template, merges };
  }

  private register(columns: readonly TemplateColumn[], blanks: Blanks): MinedTemplate {
    const template = this.number(columns, blanks);
    this.enrol(template);
    return template;
  }

  private number(columns: readonly TemplateColumn[], blanks: Blanks): MinedTemplate {
    this.nextNumber += 1;
    return new MinedTemplate(this.nextNumber - 1, columns, blanks);
  }

  private enrol(template: MinedTemplate): void {
    this.byNumber.set(template.number, template);
    this.trie.set(template.columns, template.number);
    this.streaming?.insert(template);
  }

  /** One that left is in use again, as what it was. */
  private comeBack(template: MinedTemplate): void {
    this.changes += 1;
    this.isInOrder = false;
    if (this.byNumber.size >= this.config.max_templates) this.makeRoom();
    this.enrol(template);
    this.byId.set(template.id, template);
  }

  /** Merges a template with those that are one with it, and returns the oldest of them. */
  private refine(changed: MinedTemplate, merges: Merge[]): MinedTemplate {
    let template = changed;
    for (;;) {
      const union = this.streaming?.unionOf(template);
      if (!union) return template;
      template = this.merge(union, merges);
    }
  }

  private merge({ templates, columns }: Union<MinedTemplate>, merges: Merge[]): MinedTemplate {
    this.changes += 1;
    const [oldest, ...others] = [...templates].sort((a, b) => a.number - b.number) as [
      MinedTemplate,
      ...MinedTemplate[],
    ];
    oldest.forms = joinFormsOf({ templates, columns });
    oldest.blanks = joinBlanks({ templates, columns });
    for (const template of templates) this.trie.delete(template.columns);
    for (const other of others) this.absorb(oldest, other, merges);
    oldest.columns = columns;
    oldest.gaps = gapsOf(columns);
    this.streaming?.reshape(oldest);
    // What was not in the union may have the same columns by now.
    const displaced = this.trie.set(oldest.columns, oldest.number);
    const twin = displaced === undefined ? undefined : this.byNumber.get(displaced);
    if (!twin || twin === oldest) return oldest;
    const forms = twin.forms.map((form, slot) => joinForms(form, oldest.forms[slot]!));
    const [older, younger] = twin.number > oldest.number ? [oldest, twin] : [twin, oldest];
    this.trie.set(older.columns, older.number);
    this.absorb(older, younger, merges);
    older.forms = forms;
    return older;
  }

  private absorb(template: MinedTemplate, other: MinedTemplate, merges: Merge[]): void {
    template.line_count += other.line_count;
    this.forget(other);
    if (other.id === '') return;
    this.mergedInto.set(other.id, template.id);
    merges.push({ from: other.id, into: template.id });
  }

  private forget(template: MinedTemplate): void {
    this.byNumber.delete(template.number);
    this.byId.delete(template.id);
    this.streaming?.delete(template);
  }

  /** All of that share at once, also where settling made a little room: the next line would find it full again. */
  private makeRoom(): void {
    const room = Math.ceil(this.config.max_templates * EVICTED_SHARE);
    const excess = this.byNumber.size - (this.config.max_templates - room);
    if (excess <= 0) return;
    this.changes += 1;
    this.evicted += excess;
    const worthOf = this.retention?.worths() ?? ((id: string) => this.byId.get(id)!.used);
    const leaving = leastWorth(this.byNumber.values(), { count: excess, worthOf });
    for (const template of leaving) {
      this.trie.delete(template.columns);
      this.forget(template);
    }
    this.retention?.shelf.put(leaving, () => worthOf);
  }

  /** Takes up a template learned earlier, for instance before a restart. */
  restore(template: StoredTemplate): void {
    if (this.byId.has(template.id)) return;
    this.changes += 1;
    if (this.byNumber.size >= this.config.max_templates) this.makeRoom();
    const restored = this.recall(template);
    this.enrol(restored);
    this.byId.set(template.id, restored);
  }

  /** Takes up a template that left earlier, and may come back: see {@link TemplateMiner.keepByWorth}. */
  restoreEvicted(template: StoredTemplate): void {
    this.retention?.shelf.put([this.recall(template)], this.retention.worths);
  }

  private recall(template: StoredTemplate): MinedTemplate {
    const restored = this.number(template.columns, blanksOfText(template));
    restored.id = template.id;
    restored.gaps = gapsOf(template.columns);
    restored.version = template.version;
    // Its document may not know yet how many lines it had: some, or it would not be there.
    restored.line_count = Math.max(1, template.line_count);
    restored.forms = template.parameters.map(({ type }) => formOf(type));
    restored.describe();
    return restored;
  }

  /** Takes up that an id was merged into another. */
  restoreMerge(from: string, into: string): void {
    this.mergedInto.set(from, into);
  }

  /** Live templates, oldest first. */
  templates(): readonly LearnedTemplate[] {
    return this.inOrder();
  }

  private inOrder(): readonly MinedTemplate[] {
    const templates = [...this.byNumber.values()];
    if (this.isInOrder) return templates;
    this.isInOrder = true;
    this.byNumber.clear();
    templates.sort((a, b) => a.number - b.number);
    for (const template of templates) this.byNumber.set(template.number, template);
    return templates;
  }

  /** Ids that live on in others; one that was noted stays at its place. */
  merges(): ReadonlyMap<string, string> {
    return this.mergedInto;
  }

  /** The live id that stands for an id given earlier. */
  resolve(id: string): string {
    let live = id;
    for (let next = this.mergedInto.get(live); next !== undefined; next = this.mergedInto.get(live))
      live = next;
    return live;
  }

  /** The template of an id, merges resolved. */
  template(id: string): LearnedTemplate | undefined {
    return this.byId.get(this.resolve(id));
  }

  /** The trie, for the compiled matcher. */
  *compileTrie(): Steps<{ trie: TrieTables; templates: readonly LearnedTemplate[] }> {
    const templates = this.inOrder();
    const position = new Map(templates.map((template, index) => [template.number, index]));
    return { trie: yield* this.trie.toTables((number) => position.get(number)!), templates };
  }
}
