import type { EditRequest } from '../../../../common/api.ts';
import type { Edit, EditKind, EditOf } from '../../../../common/documents/edit.ts';
import { activeEdits, activeMasks, maskEpochOf } from '../../../../common/edits_in_force.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { slotOfSplit } from '../../parse/edits/label_tree.ts';
import { slotPlaces, withSlotsAs } from '../../parse/edits/slot_places.ts';
import { checkMasks } from '../../parse/edits/user_mask.ts';
import { mintTemplateId } from '../../parse/template/template_id.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

/** What an edit says, before it has a number and a date. */
export type EditContent = {
  [K in EditKind]: Omit<EditOf<K>, 'id' | 'created' | 'by' | 'undone' | 'undone_by'>;
}[EditKind];

/** An edit to be made, or the one that says so already. */
export type Plan = { readonly content: EditContent } | { readonly existing: Edit };

type Request<K extends EditKind> = Extract<EditRequest, { kind: K }>;

/**
 * What a request comes to, given the templates and edits as they are.
 *
 * @throws LogAiError `not_found` for a template that is not there, `request_invalid` for a parameter that it does not
 * have, `mask_invalid` for a pattern that is refused, `conflict` where all is so already but by no edit.
 */
export function planEdit(request: EditRequest, catalog: TemplateCatalog): Plan {
  switch (request.kind) {
    case 'rename':
      return planRename(request, catalog);
    case 'expect':
      return planExpect(request, catalog);
    case 'severity':
      return planSeverity(request, catalog);
    case 'merge':
      return planMerge(request, catalog);
    case 'split':
      return planSplit(request, catalog);
    case 'mask':
      return planMask(request, catalog);
  }
}

function liveTemplate(id: string, catalog: TemplateCatalog): TemplateDocument {
  const template = catalog.documents.all().get(catalog.resolve(id));
  if (!template)
    throw new LogAiError(
      'not_found',
      `There is no template ${id}: GET /templates or log-ai templates list shows them.`,
    );
  return template;
}

/** The last edit in force of which this holds. */
function lastEdit<K extends EditKind>(
  catalog: TemplateCatalog,
  kind: K,
  holds: (edit: EditOf<K>) => boolean,
): Edit | undefined {
  return activeEdits(catalog.edits).findLast((edit) => edit.kind === kind && holds(edit as EditOf<K>));
}

function existingOr(edit: Edit | undefined, message: string): Plan {
  if (!edit) throw new LogAiError('conflict', message);
  return { existing: edit };
}

function planRename({ kind, template_id, name }: Request<'rename'>, catalog: TemplateCatalog): Plan {
  const { id, name: current } = liveTemplate(template_id, catalog);
  const same =
    current === name && lastEdit(catalog, kind, (edit) => catalog.resolve(edit.template_id) === id);
  return same ? { existing: same } : { content: { kind, template_id: id, name } };
}

function planExpect({ kind, template_id, expected }: Request<'expect'>, catalog: TemplateCatalog): Plan {
  const { id, expected: current = false } = liveTemplate(template_id, catalog);
  if (current !== expected) return { content: { kind, template_id: id, expected } };
  return existingOr(
    lastEdit(catalog, kind, (edit) => catalog.resolve(edit.template_id) === id),
    `The template ${id} is not marked as expected.`,
  );
}

function planSeverity({ kind, template_id, severity }: Request<'severity'>, catalog: TemplateCatalog): Plan {
  const { id, severity: current } = liveTemplate(template_id, catalog);
  const same =
    current?.decided_by === 'feedback' &&
    current.label === severity &&
    lastEdit(catalog, kind, (edit) => catalog.resolve(edit.template_id) === id);
  return same ? { existing: same } : { content: { kind, template_id: id, severity } };
}

function planMerge({ kind, template_ids, into }: Request<'merge'>, catalog: TemplateCatalog): Plan {
  const lives = new Map(template_ids.map((id) => liveTemplate(id, catalog)).map((one) => [one.id, one]));
  const target = into === undefined ? undefined : liveTemplate(into, catalog).id;
  if (target !== undefined && !lives.has(target))
    throw new LogAiError(
      'request_invalid',
      `into must be one of the templates that are merged: ${template_ids.join(', ')}.`,
    );
  const [oldest, ...others] = [...lives.values()].sort(
    (a, b) => Date.parse(a.first_seen) - Date.parse(b.first_seen) || (a.id < b.id ? -1 : 1),
  );
  if (others.length === 0) {
    return existingOr(
      lastEdit(catalog, kind, (edit) => catalog.resolve(edit.into) === oldest!.id),
      `${template_ids.join(' and ')} are one template already: learning merged them.`,
    );
  }
  const live = target ?? oldest!.id;
  return { content: { kind, template_ids: [...lives.keys()].filter((id) => id !== live), into: live } };
}

function planSplit(
  { kind, template_id, parameter, values }: Request<'split'>,
  catalog: TemplateCatalog,
): Plan {
  const template = liveTemplate(template_id, catalog);
  const { id, parameters, columns } = template;
  const at = parameters.findIndex(({ name }) => name === parameter);
  if (at < 0) {
    const names = parameters.map(({ name }) => name);
    const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    throw new LogAiError('request_invalid', `The template ${id} has no parameter ${parameter}: ${has}.`);
  }
  const known = activeEdits(catalog.edits).filter(
    (edit): edit is EditOf<'split'> =>
      edit.kind === 'split' && catalog.resolve(edit.template_id) === id && edit.parameter === parameter,
  );
  const isSplit = (value: string) =>
    known.some(({ children }) => children.some((child) => child.value === value));
  const wanted = [...new Set(values)].filter((value) => !isSplit(value));
  if (wanted.length === 0) return { existing: known.at(-1)! };
  const taken = new Set(catalog.documents.all().keys());
  const children = wanted.map((value) => {
    const child =
      formerChild({ id, parameter, value }, catalog) ??
      mintTemplateId(withSlotsAs(columns, new Map([[at, value]])), (one) => taken.has(one));
    taken.add(child);
    return { value, template_id: child };
  });
  const slot = slotOf(template, parameter, catalog);
  return { content: { kind, template_id: id, parameter, children, ...(slot && { slot }) } };
}

/** A value that was split off once comes back under its id. */
function formerChild(
  wanted: { id: string; parameter: string; value: string },
  catalog: TemplateCatalog,
): string | undefined {
  for (const edit of catalog.edits.edits) {
    if (edit.kind !== 'split' || edit.undone === undefined) continue;
    if (catalog.resolve(edit.template_id) !== wanted.id || edit.parameter !== wanted.parameter) continue;
    const child = edit.children.find(({ value }) => value === wanted.value);
    if (child) return child.template_id;
  }
  return undefined;
}

function slotOf(
  template: TemplateDocument,
  parameter: string,
  catalog: TemplateCatalog,
): EditOf<'split'>['slot'] {
  const pattern = catalog.patternOf(template.id);
  const place =
    pattern && slotPlaces(pattern.columns)[pattern.parameters.findIndex(({ name }) => name === parameter)];
  return (
    place && {
      pattern_id: pattern.id,
      ...place,
      columns: pattern.columns.length,
      mask_epoch: maskEpochOf(catalog.edits),
    }
  );
}

function planMask({ kind, name, pattern }: Request<'mask'>, catalog: TemplateCatalog): Plan {
  const masks = activeMasks(catalog.edits);
  const namesake = masks.find((mask) => mask.name === name);
  if (namesake?.pattern === pattern) return { existing: namesake };
  if (namesake) {
    throw new LogAiError(
      'conflict',
      `There is a mask ${name} with another pattern: undo ${namesake.id} first, or take another name.`,
      { details: { blocked_by: namesake.id } },
    );
  }
  checkMasks([...masks, { name, pattern }]);
  return { content: { kind, name, pattern } };
}

/** The templates that an edit speaks of. */
export function templatesOf(edit: Edit): string[] {
  switch (edit.kind) {
    case 'rename':
    case 'expect':
    case 'severity':
      return [edit.template_id];
    case 'merge':
      return [edit.into, ...edit.template_ids];
    case 'split':
      return [edit.template_id, ...edit.children.map(({ template_id }) => template_id)];
    case 'mask':
      return [];
  }
}

/**
 * The first edit made after another that means nothing without it.
 *
 * @param options.catalog - With the edit undone.
 */
export function orphanOf({ undone, catalog }: { undone: Edit; catalog: TemplateCatalog }): Edit | undefined {
  const { edits } = catalog.edits;
  const later = edits.slice(edits.findIndex(({ id }) => id === undone.id) + 1);
  return later.find((edit) => edit.undone === undefined && !stillMeansSomething(edit, catalog));
}

function stillMeansSomething(edit: Edit, catalog: TemplateCatalog): boolean {
  const own = new Set(edit.kind === 'split' ? edit.children.map(({ template_id }) => template_id) : []);
  if (!templatesOf(edit).every((id) => own.has(id) || catalog.isThere(id))) return false;
  if (edit.kind !== 'split') return true;
  const pattern = catalog.patternOf(edit.template_id);
  if (!pattern) return false;
  const { live } = catalog;
  // As the edits in force have it: learning may have merged its pattern.
  const split = live.splits.get(catalog.learnedIdOf(edit.template_id))?.find(({ id }) => id === edit.id);
  return slotOfSplit({ pattern, split: split ?? edit, live }) !== undefined;
}
