import * as z from 'zod';
import { TemplateColumn, TemplateParameter } from '../../../../common/documents/template_document.ts';
import type { LineParser } from '../line_parser.ts';
import type { Merge } from '../mining/template_miner.ts';

/** A template as far as learning on from it needs. */
export const TemplateState = z.strictObject({
  id: z.string(),
  version: z.int(),
  /** With the blanks of its lines, which the columns do not have. */
  text: z.string(),
  columns: z.array(TemplateColumn),
  parameters: z.array(TemplateParameter),
  line_count: z.int(),
});
export type TemplateState = z.infer<typeof TemplateState>;

/** One thing that happened to what was learned. */
export const StateChange = z.discriminatedUnion('kind', [
  /** A template is there, or is another than it was. */
  z.strictObject({ kind: z.literal('template'), ...TemplateState.shape }),
  /** A template lives on in another. */
  z.strictObject({ kind: z.literal('merge'), from: z.string(), into: z.string() }),
  /** A template left because there were too many. */
  z.strictObject({ kind: z.literal('gone'), id: z.string() }),
]);
export type StateChange = z.infer<typeof StateChange>;

/** What a parser learned. */
export interface LearnedState {
  /** By id, the oldest first. */
  readonly templates: Map<string, TemplateState>;
  /** The id that stands for one that was merged. */
  readonly merges: Map<string, string>;
}

/** Before the first line. */
export function nothingLearned(): LearnedState {
  return { templates: new Map(), merges: new Map() };
}

/** Makes a change once more; to make it twice is to make it once. */
export function applyChange(state: LearnedState, change: StateChange): void {
  switch (change.kind) {
    case 'template': {
      const { kind: _kind, ...template } = change;
      state.templates.set(template.id, template);
      break;
    }
    case 'merge':
      state.templates.delete(change.from);
      state.merges.set(change.from, change.into);
      break;
    case 'gone':
      state.templates.delete(change.id);
      break;
  }
}

/** The state as changes of nothing. Merges into what left with time are of use to nobody, and leave with it. */
export function* changesToBegin({ templates, merges }: LearnedState): Generator<StateChange> {
  for (const template of templates.values()) yield { kind: 'template', ...template };
  for (const [from, into] of merges) {
    if (templates.has(resolve(into, merges))) yield { kind: 'merge', from, into };
  }
}

function resolve(id: string, merges: ReadonlyMap<string, string>): string {
  let live = id;
  for (let next = merges.get(live); next !== undefined; next = merges.get(live)) live = next;
  return live;
}

/** What a parser learned so far. */
export function learnedStateOf(parser: LineParser): LearnedState {
  return {
    templates: new Map(parser.templates().map((template) => [template.id, templateStateOf(template)])),
    merges: new Map(parser.merges()),
  };
}

/** Has a parser learn on from a state. */
export function restoreState(parser: LineParser, { templates, merges }: LearnedState): void {
  parser.restore(templates.values());
  parser.restoreMerges(Array.from(merges, ([from, into]): Merge => ({ from, into })));
}

type Learned = ReturnType<LineParser['templates']>[number];

function templateStateOf({ id, version, text, columns, parameters, line_count }: Learned): TemplateState {
  return {
    id,
    version,
    text,
    columns: [...columns],
    parameters: [...parameters],
    line_count,
  };
}

/**
 * Tells what changed in a parser since it was asked last, as a whole: between two of its answers a state is never half
 * of a merge.
 *
 * @example
 * const changes = new StateChanges(parser);
 * parser.learn({ message: 'disk 7 failed' });
 * changes.next() // [{ kind: 'template', id: 'template_disk_failed_…', … }]
 */
export class StateChanges {
  private readonly parser: LineParser;
  private readonly known = new Map<string, Known>();
  private merges: number;

  constructor(parser: LineParser) {
    this.parser = parser;
    for (const template of parser.templates()) this.known.set(template.id, knownOf(template));
    this.merges = parser.merges().size;
  }

  next(): StateChange[] {
    const templates = this.parser.templates();
    const merges = this.parser.merges();
    const changes: StateChange[] = [];
    for (const id of this.forgetMissing(templates)) if (!merges.has(id)) changes.push({ kind: 'gone', id });
    for (const template of templates) {
      if (isSame(this.known.get(template.id), template)) continue;
      this.known.set(template.id, knownOf(template));
      changes.push({ kind: 'template', ...templateStateOf(template) });
    }
    if (merges.size === this.merges) return changes;
    for (const [from, into] of [...merges].slice(this.merges)) changes.push({ kind: 'merge', from, into });
    this.merges = merges.size;
    return changes;
  }

  /** One that was learned again under its old id is another one, younger than it was. */
  private forgetMissing(templates: readonly Learned[]): string[] {
    const { known } = this;
    const isKnown = (template: Learned) => known.get(template.id)?.template === template;
    // Nearly always none is missing.
    if (templates.reduce((count, template) => count + Number(isKnown(template)), 0) === known.size) return [];
    const there = new Set(templates);
    const missing = [...known].filter(([, { template }]) => !there.has(template)).map(([id]) => id);
    for (const id of missing) known.delete(id);
    return missing;
  }
}

/** Of a template: the miner gives it another of these whenever it changes one. */
interface Known {
  readonly template: Learned;
  readonly version: number;
  readonly columns: Learned['columns'];
  readonly parameters: Learned['parameters'];
}

function knownOf(template: Learned): Known {
  const { version, columns, parameters } = template;
  return { template, version, columns, parameters };
}

function isSame(known: Known | undefined, template: Learned): boolean {
  return (
    known?.template === template &&
    known.version === template.version &&
    known.columns === template.columns &&
    known.parameters === template.parameters
  );
}
