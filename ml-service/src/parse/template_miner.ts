import type {
  ParameterType,
  TemplateColumn,
  TemplateParameter,
} from '../../../common/documents/template_document.ts';
import type { MaskedColumn } from './masked_line.ts';
import { createStrategy, type StrategyConfig } from './mining/miners.ts';
import type { BatchStrategy, StreamingStrategy, Union } from './mining/mining_strategy.ts';
import { nameParameters, requestSlotOf } from './parameter_names.ts';
import { joinTypes, typeOf } from './parameter_value.ts';
import { joinTypesOf } from './slot_types.ts';
import { type Gap, gapsOf, type Slot, slotsOf, spansOf, textOf } from './template.ts';
import { mintTemplateId } from './template_id.ts';
import { TemplateTrie } from './template_trie.ts';

/** What the miner is bounded by and tuned with. */
export interface MinerConfig extends StrategyConfig {
  /** Beyond this the templates unused for longest leave. */
  readonly max_templates: number;
  /** Nodes of the trie that one look-up may visit, and edges with a value that it may try. */
  readonly max_steps: number;
}

/** A template as it stands now. Readonly for everyone but the miner. */
export interface LearnedTemplate {
  /** Minted once; kept when the template generalises. */
  readonly id: string;
  /** Rises with each change of the text. */
  readonly version: number;
  readonly text: string;
  readonly columns: readonly TemplateColumn[];
  readonly parameters: readonly TemplateParameter[];
  readonly gaps: readonly Gap[];
  /** Names of the parameters. */
  readonly names: readonly string[];
  /** Index of the parameter that holds the request id, or -1. */
  readonly request_slot: number;
  /** Lines seen by this miner. */
  readonly line_count: number;
}

/** That the first id now stands for the second as well. */
export interface Merge {
  readonly from: string;
  readonly into: string;
}

/** What a line did to the templates. */
export interface MinedLine {
  readonly template: LearnedTemplate;
  readonly slots: readonly Slot[];
  readonly change: 'none' | 'created' | 'changed';
  readonly merges: readonly Merge[];
}

const NO_MERGES: readonly Merge[] = [];

/** Above the bound this share leaves at once, so that the search for the oldest is paid rarely. */
const EVICTED_SHARE = 0.1;

const typeIn = (message: string, slot: Slot) => typeOf(slot, message.slice(slot.start, slot.end));
const typesOf = (message: string, slots: readonly Slot[]) => slots.map((slot) => typeIn(message, slot));

class MinedTemplate {
  version = 1;
  text = '';
  line_count = 0;
  /** The miner's line count at its last use. */
  used = 0;
  parameters: TemplateParameter[] = [];
  gaps: readonly Gap[] = [];
  names: readonly string[] = [];
  request_slot = -1;
  /** Minted when it is clear that no other template stands for it. */
  id = '';
  /** Rises from the oldest to the youngest. */
  readonly number: number;
  columns: readonly TemplateColumn[];

  constructor(number: number, columns: readonly TemplateColumn[]) {
    this.number = number;
    this.columns = columns;
  }

  /** Names the parameters anew and returns whether the text changed. */
  retype(types: readonly ParameterType[]): boolean {
    const names = nameParameters(this.columns, types);
    this.names = names;
    this.request_slot = requestSlotOf(names);
    this.parameters = names.map((name, index) => ({ name, type: types[index]! }));
    const text = textOf(this.columns, names);
    const changed = text !== this.text;
    this.text = text;
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

  /** Takes a line in and returns its template. */
  add(message: string, columns: readonly MaskedColumn[]): MinedLine {
    const spans: number[] = [];
    const found = this.trie.find(columns, spans);
    const known = found === undefined ? undefined : this.byNumber.get(found);
    if (known && known.line_count > 0)
      return this.takeKnown(known, message, slotsOf(known.gaps, columns, spans));
    const merges: Merge[] = [];
    const template = known ?? this.learn(columns, merges);
    const isNew = template.line_count === 0;
    this.countLine(template);
    const slots = slotsOf(template.gaps, columns, known ? spans : spansOf(template.columns, columns));
    if (template.retype(typesOf(message, slots)) && !isNew) template.version += 1;
    return { template, slots, change: isNew ? 'created' : 'changed', merges };
  }

  /** Counts a line of a live template of this miner, as {@link add} returned it. */
  count({ id }: LearnedTemplate): void {
    this.countLine(this.byId.get(id)!);
  }

  private countLine(template: MinedTemplate): void {
    this.lines += 1;
    template.line_count += 1;
    template.used = this.lines;
  }

  /** As {@link add}, of a line of which template and slots are known. */
  addKnown({ id }: LearnedTemplate, message: string, slots: readonly Slot[]): MinedLine {
    return this.takeKnown(this.byId.get(id)!, message, slots);
  }

  private takeKnown(template: MinedTemplate, message: string, slots: readonly Slot[]): MinedLine {
    this.countLine(template);
    const { parameters } = template;
    let isTyped = true;
    for (let index = 0; index < slots.length; index += 1) {
      const { type } = parameters[index]!;
      // Any value is a string: nothing is made of it to ask which type it has.
      if (type !== 'string' && joinTypes(type, typeIn(message, slots[index]!)) !== type) isTyped = false;
    }
    if (isTyped) return { template, slots, change: 'none', merges: NO_MERGES };
    const types = typesOf(message, slots);
    if (template.retype(types.map((type, index) => joinTypes(parameters[index]!.type, type))))
      template.version += 1;
    return { template, slots, change: 'changed', merges: NO_MERGES };
  }

  /** The template that a line fits as they stand; learns nothing. */
  find(columns: readonly MaskedColumn[]): { template: LearnedTemplate; slots: readonly Slot[] } | undefined {
    const spans: number[] = [];
    const number = this.trie.find(columns, spans);
    const template = number === undefined ? undefined : this.byNumber.get(number);
    return template && { template, slots: slotsOf(template.gaps, columns, spans) };
  }

  /** A template for a line that none fits; it may turn out to be one with others. */
  private learn(columns: readonly MaskedColumn[], merges: Merge[]): MinedTemplate {
    if (this.byNumber.size >= this.config.max_templates) {
      merges.push(...this.settle());
      this.makeRoom();
    }
    const literal = columns.map((column) => column.text);
    const born = this.register(literal);
    const template = this.refine(born, merges);
    if (template.id === '') {
      template.id = mintTemplateId(literal, (taken) => this.byId.has(taken) || this.mergedInto.has(taken));
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
      const types = joinTypesOf(union);
      const template = this.merge(union, merges);
      if (template.retype(types)) template.version += 1;
    }
    return merges;
  }

  /**
   * Makes templates one that something else than the strategy found to be: a person or a language model.
   *
   * @param union.templates - Live templates of this miner, two at least.
   * @param union.columns - They fit all of them.
   */
  unite({ templates, columns }: Union<LearnedTemplate>): Omit<MinedLine, 'slots' | 'change'> {
    const merges: Merge[] = [];
    const mined = templates.map(({ id }) => this.byId.get(id)!);
    const types = joinTypesOf({ templates: mined, columns });
    const template = this.merge({ templates: mined, columns }, merges);
    if (template.retype(types)) template.version += 1;
    return { template, merges };
  }

  private register(columns: readonly TemplateColumn[]): MinedTemplate {
    const template = new MinedTemplate(this.nextNumber, columns);
    this.nextNumber += 1;
    this.byNumber.set(template.number, template);
    this.trie.set(columns, template.number);
    this.streaming?.insert(template);
    return template;
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
    for (const template of templates) this.trie.delete(template.columns);
    for (const other of others) this.absorb(oldest, other, merges);
    oldest.columns = columns;
    oldest.gaps = gapsOf(columns);
    this.streaming?.reshape(oldest);
    // What was not in the union may have the same columns by now.
    const displaced = this.trie.set(oldest.columns, oldest.number);
    const twin = displaced === undefined ? undefined : this.byNumber.get(displaced);
    if (!twin || twin === oldest) return oldest;
    if (twin.number > oldest.number) {
      this.absorb(oldest, twin, merges);
      return oldest;
    }
    this.trie.set(twin.columns, twin.number);
    this.absorb(twin, oldest, merges);
    return twin;
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
    const oldest = [...this.byNumber.values()].sort((a, b) => a.used - b.used);
    for (const template of oldest.slice(0, excess)) {
      this.trie.delete(template.columns);
      this.forget(template);
    }
  }

  /** Takes up a template learned earlier, for instance before a restart. */
  restore(template: Omit<LearnedTemplate, 'text' | 'gaps' | 'names' | 'request_slot'>): void {
    if (this.byId.has(template.id)) return;
    this.changes += 1;
    if (this.byNumber.size >= this.config.max_templates) this.makeRoom();
    const restored = this.register(template.columns);
    restored.id = template.id;
    this.byId.set(template.id, restored);
    restored.gaps = gapsOf(template.columns);
    restored.version = template.version;
    restored.line_count = template.line_count;
    restored.retype(template.parameters.map(({ type }) => type));
  }

  /** Takes up that an id was merged into another. */
  restoreMerge(from: string, into: string): void {
    this.mergedInto.set(from, into);
  }

  /** Live templates, oldest first. */
  templates(): readonly LearnedTemplate[] {
    return [...this.byNumber.values()];
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
  compileTrie(): { trie: ReturnType<TemplateTrie['toTables']>; templates: readonly LearnedTemplate[] } {
    const templates = [...this.byNumber.values()];
    const position = new Map(templates.map((template, index) => [template.number, index]));
    return { trie: this.trie.toTables((number) => position.get(number)!), templates };
  }
}
