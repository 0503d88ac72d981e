import type { TemplateColumn, TemplateParameter } from '../../../../common/documents/template_document.ts';
import { requestSlotsOf } from '../parameters/describe_parameters.ts';
import { piecesOf } from '../template/rebuild_message.ts';
import { followRedirects, type LiveTemplates, type Split } from './live_templates.ts';
import { slotPlaces } from './slot_places.ts';

/** A learned template, as far as labels depend on it. */
export interface Pattern {
  readonly id: string;
  readonly version: number;
  readonly text: string;
  readonly columns: readonly TemplateColumn[];
  readonly parameters: readonly TemplateParameter[];
}

/** What a line of a pattern is labelled with, and which of its values decide otherwise. */
export interface Label {
  readonly id: string;
  readonly version: number;
  /** Of the pattern, with the values that were split by in place of their slots: line and label rebuild each other. */
  readonly text: string;
  /** The text around what is named, see `piecesOf`. */
  readonly pieces: readonly string[];
  /** The name of each slot of the pattern; null where the value is part of the text. */
  readonly names: readonly (string | null)[];
  /** The slots that hold ids of the request, the request's own first. */
  readonly request_slots: readonly number[];
  readonly splits: readonly LabelSplit[];
}

/** Names of the parameters of a template that were found to hold ids of requests. */
export type RequestParametersOf = (template_id: string) => readonly string[];

/** A slot and the labels of its values. */
export interface LabelSplit {
  readonly slot: number;
  readonly values: ReadonlyMap<string, Label>;
}

/**
 * All labels that lines of a pattern can have: the one place where what learning found becomes what users made of it.
 * Both executors follow it, TypeScript as it is, Painless as tables.
 */
export function labelTreeOf(
  pattern: Pattern,
  live: LiveTemplates,
  requestParametersOf: RequestParametersOf = () => [],
): Label {
  return labelOf({ pattern, live, requestParametersOf, id: pattern.id, fixed: new Map() });
}

function labelOf(options: {
  pattern: Pattern;
  live: LiveTemplates;
  requestParametersOf: RequestParametersOf;
  id: string;
  fixed: ReadonlyMap<number, string>;
}): Label {
  const { pattern, live, requestParametersOf, fixed } = options;
  const id = followRedirects(options.id, live.redirects);
  const names = pattern.parameters.map(({ name }, slot) => (fixed.has(slot) ? null : name));
  const splits = new Map<number, Map<string, Label>>();
  for (const split of live.splits.get(id) ?? []) {
    const slot = slotOfSplit({ pattern, split, live });
    if (slot === undefined || fixed.has(slot)) continue;
    const values = splits.get(slot) ?? new Map<string, Label>();
    splits.set(slot, values);
    for (const { value, template_id } of split.children) {
      if (values.has(value)) continue;
      values.set(value, labelOf({ ...options, id: template_id, fixed: new Map([...fixed, [slot, value]]) }));
    }
  }
  const text = fixed.size === 0 ? pattern.text : textWith(pattern, fixed);
  return {
    id,
    version: pattern.version,
    text,
    pieces: piecesOf({ text, names }),
    names,
    // Of what users merged or split, what was found of either.
    request_slots: requestSlotsOf(names, [...requestParametersOf(pattern.id), ...requestParametersOf(id)]),
    splits: [...splits].map(([slot, values]) => ({ slot, values })),
  };
}

/**
 * The slot that a split means. Where it stood counts, as long as the columns are read as they were then; for other
 * patterns, which a user merged, and under other masks its name does.
 */
export function slotOfSplit(options: {
  pattern: Pattern;
  split: Split;
  live: Pick<LiveTemplates, 'mask_epoch'>;
}): number | undefined {
  const { pattern, split, live } = options;
  const { slot: place, parameter } = split;
  const isAsItWas =
    place?.pattern_id === pattern.id &&
    place.mask_epoch === live.mask_epoch &&
    place.columns === pattern.columns.length;
  if (isAsItWas) {
    const at = slotPlaces(pattern.columns).findIndex(
      ({ column, index }) => column === place.column && index === place.index,
    );
    if (at >= 0) return at;
  }
  const named = pattern.parameters.findIndex(({ name }) => name === parameter);
  return named < 0 ? undefined : named;
}

function textWith({ text, parameters }: Pattern, fixed: ReadonlyMap<number, string>): string {
  const names = parameters.map(({ name }) => name);
  return piecesOf({ text, names })
    .map((piece, index) =>
      index === 0 ? piece : `${fixed.get(index - 1) ?? `<${names[index - 1]!}>`}${piece}`,
    )
    .join('');
}

/** Follows a line's values through the tree. @param valueAt - The text of a slot. */
export function followValues(label: Label, valueAt: (slot: number) => string): Label {
  let current = label;
  for (;;) {
    let next: Label | undefined;
    for (const { slot, values } of current.splits) {
      next = values.get(valueAt(slot));
      if (next) break;
    }
    if (!next) return current;
    current = next;
  }
}
