import type {
  ParameterType,
  TemplateColumn,
  TemplateParameter,
} from '../../../common/documents/template_document.ts';
import { type Cluster, type DrainConfig, DrainTree, generalize } from './drain.ts';
import type { MaskedColumn } from './masked_line.ts';
import { nameParameters } from './parameter_names.ts';
import { joinTypes, typeOf } from './parameter_value.ts';
import { type Gap, gapsOf, type Slot, slotsOf, textOf } from './template.ts';
import { mintTemplateId } from './template_id.ts';
import { TemplateTrie } from './template_trie.ts';

/** What the miner is bounded by and tuned with. */
export interface MinerConfig extends DrainConfig {
  /** Beyond this the templates unused for longest leave. */
  readonly max_templates: number;
  /** Nodes of the trie that one look-up may visit. */
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
  /** Lines seen by this miner. */
  readonly line_count: number;
}

/** What a line did to the templates. `merged` names the id that now stands for another. */
export interface MinedLine {
  readonly template: LearnedTemplate;
  readonly slots: readonly Slot[];
  readonly change: 'none' | 'created' | 'changed';
  readonly merged?: { readonly from: string; readonly into: string };
}

/** Above the bound this share leaves at once, so that the search for the oldest is paid rarely. */
const EVICTED_SHARE = 0.1;

class MinedTemplate implements Cluster {
  version = 1;
  text = '';
  line_count = 0;
  /** The miner's line count at its last use. */
  used = 0;
  parameters: TemplateParameter[] = [];
  gaps: readonly Gap[] = [];
  readonly id: string;
  readonly number: number;
  columns: readonly TemplateColumn[];

  constructor(options: { id: string; number: number; columns: readonly TemplateColumn[] }) {
    this.id = options.id;
    this.number = options.number;
    this.columns = options.columns;
  }

  get types(): ParameterType[] {
    return this.parameters.map(({ type }) => type);
  }

  /** Names the parameters anew and returns whether the text changed. */
  retype(types: readonly ParameterType[]): boolean {
    const names = nameParameters(this.columns, types);
    this.parameters = names.map((name, index) => ({ name, type: types[index]! }));
    const text = textOf(this.columns, names);
    const changed = text !== this.text;
    this.text = text;
    return changed;
  }
}

/**
 * Learns templates from masked lines, online. A line that a template fits costs one look-up in the trie; only what is
 * new asks Drain's tree, and joins the most similar template or founds one.
 */
export class TemplateMiner {
  private readonly config: MinerConfig;
  private readonly trie: TemplateTrie;
  private readonly tree: DrainTree<MinedTemplate>;
  private readonly byNumber = new Map<number, MinedTemplate>();
  private readonly byId = new Map<string, MinedTemplate>();
  private readonly mergedInto = new Map<string, string>();
  private lines = 0;
  private nextNumber = 0;

  constructor(config: MinerConfig) {
    this.config = config;
    this.trie = new TemplateTrie({ maxSteps: config.max_steps });
    this.tree = new DrainTree(config);
  }

  /** Takes a line in and returns its template. */
  add(message: string, columns: readonly MaskedColumn[]): MinedLine {
    this.lines += 1;
    const found = this.trie.find(columns);
    const known = found === undefined ? undefined : this.byNumber.get(found);
    const similar = known ? undefined : this.tree.search(columns);
    const template = known ?? similar ?? this.found(columns);
    const isNew = template.line_count === 0;
    const merged = similar && this.generalize(similar, columns);
    template.line_count += 1;
    template.used = this.lines;
    const slots = slotsOf(template.gaps, columns);
    const types = slots.map((slot) => typeOf(slot, message.slice(slot.start, slot.end)));
    const changed = this.learnTypes(template, types, { isNew, reshaped: similar !== undefined });
    return {
      template,
      slots,
      change: isNew ? 'created' : changed ? 'changed' : 'none',
      ...(merged && { merged }),
    };
  }

  /** The template that a line fits as they stand; learns nothing. */
  find(columns: readonly MaskedColumn[]): { template: LearnedTemplate; slots: readonly Slot[] } | undefined {
    const number = this.trie.find(columns);
    const template = number === undefined ? undefined : this.byNumber.get(number);
    return template && { template, slots: slotsOf(template.gaps, columns) };
  }

  private found(columns: readonly MaskedColumn[]): MinedTemplate {
    if (this.byNumber.size >= this.config.max_templates) this.evict();
    const literal = columns.map((column) => column.text);
    const id = mintTemplateId(literal, (taken) => this.byId.has(taken) || this.mergedInto.has(taken));
    return this.register(id, literal);
  }

  private register(id: string, columns: readonly TemplateColumn[]): MinedTemplate {
    const template = new MinedTemplate({ id, number: this.nextNumber, columns });
    this.nextNumber += 1;
    this.byNumber.set(template.number, template);
    this.byId.set(id, template);
    this.trie.set(columns, template.number);
    this.tree.insert(template);
    return template;
  }

  /** Makes room for the line in the template; one that then equals another absorbs it and keeps its own id. */
  private generalize(template: MinedTemplate, columns: readonly MaskedColumn[]): MinedLine['merged'] {
    this.trie.delete(template.columns);
    template.columns = generalize(template.columns, columns);
    template.gaps = gapsOf(template.columns);
    const displaced = this.trie.set(template.columns, template.number);
    const other = displaced === undefined ? undefined : this.byNumber.get(displaced);
    if (!other || other === template) return undefined;
    template.line_count += other.line_count;
    this.forget(other);
    this.mergedInto.set(other.id, template.id);
    return { from: other.id, into: template.id };
  }

  private learnTypes(
    template: MinedTemplate,
    types: readonly ParameterType[],
    { isNew, reshaped }: { isNew: boolean; reshaped: boolean },
  ): boolean {
    const before = template.types;
    const joined = reshaped || isNew ? types : types.map((type, index) => joinTypes(before[index]!, type));
    const same = !isNew && !reshaped && joined.every((type, index) => type === before[index]);
    if (same) return false;
    const changed = template.retype(joined);
    if (changed && !isNew) template.version += 1;
    return true;
  }

  private forget(template: MinedTemplate): void {
    this.byNumber.delete(template.number);
    this.byId.delete(template.id);
    this.tree.delete(template);
  }

  private evict(): void {
    const oldest = [...this.byNumber.values()].sort((a, b) => a.used - b.used);
    for (const template of oldest.slice(0, Math.ceil(this.config.max_templates * EVICTED_SHARE))) {
      this.trie.delete(template.columns);
      this.forget(template);
    }
  }

  /** Takes up a template learned earlier, for instance before a restart. */
  restore(template: Omit<LearnedTemplate, 'text' | 'gaps'>): void {
    if (this.byId.has(template.id)) return;
    if (this.byNumber.size >= this.config.max_templates) this.evict();
    const restored = this.register(template.id, template.columns);
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
