import { LEVELS } from '../../../common/choices.ts';
import type { Level } from '../../../common/levels.ts';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import { joinDataStreams } from './origins.ts';

const earlier = (left: string, right: string) => (Date.parse(left) <= Date.parse(right) ? left : right);
const later = (left: string, right: string) => (Date.parse(left) >= Date.parse(right) ? left : right);

/**
 * Joins what is stored of a template with what this process knows of it. The higher version has the better text; what
 * both saw adds up; that learning merged it stays. Joining again, or in another order, changes nothing.
 *
 * What edits changed goes by their revision, so that one that was undone is gone: name, expectation and a user's merge are
 * those of the later revision, the columns those under the later masks, the lines those counted since the later edit.
 */
export function mergeTemplate(stored: TemplateDocument, ours: TemplateDocument): TemplateDocument {
  const shape = shapeOf(stored, ours);
  const level = shape.level ?? stored.level ?? ours.level;
  return {
    id: stored.id,
    version: shape.version,
    text: shape.text,
    columns: shape.columns,
    parameters: shape.parameters,
    ...(level !== undefined && { level }),
    ...joinMasks(shape, stored, ours),
    ...joinLines(stored, ours),
    ...joinEdits(stored, ours),
    ...joinSightings(stored, ours),
    updated: later(stored.updated, ours.updated),
    ...(shape.split_from && { split_from: shape.split_from }),
    ...joinScores(stored, ours),
    ...joinClassified(stored, ours),
    ...joinRequestParameters(stored, ours),
  };
}

/** What was decided last. */
function joinRequestParameters(
  stored: TemplateDocument,
  ours: TemplateDocument,
): Pick<TemplateDocument, 'request_parameters'> {
  const [before, now] = [stored.request_parameters, ours.request_parameters];
  const last = before && (!now || Date.parse(before.decided) > Date.parse(now.decided)) ? before : now;
  return last ? { request_parameters: last } : {};
}

/** Of two templates that are one now: what was found of either. */
export function uniteRequestParameters(
  a: TemplateDocument,
  b: TemplateDocument,
): Pick<TemplateDocument, 'request_parameters'> {
  const [one, other] = [a.request_parameters, b.request_parameters];
  if (!one || !other) return one || other ? { request_parameters: one ?? other! } : {};
  const names = [...new Set([...one.names, ...other.names])].sort();
  return { request_parameters: { names, decided: later(one.decided, other.decided) } };
}

/** It is judged once, by whoever has the lease; where two did, the higher one stays. */
function joinScores(...templates: readonly TemplateDocument[]): Pick<TemplateDocument, 'semantic_score'> {
  const scores = templates.flatMap(({ semantic_score }) => semantic_score ?? []);
  return scores.length === 0 ? {} : { semantic_score: Math.max(...scores) };
}

/** What was said of the later text; of one text what is brought. */
function joinClassified(
  stored: TemplateDocument,
  ours: TemplateDocument,
): Pick<TemplateDocument, 'classified'> {
  const [before, now] = [stored.classified, ours.classified];
  const classified = before && (!now || before.version > now.version) ? before : now;
  return classified ? { classified } : {};
}

/** Where and when lines of either were seen. */
export function joinSightings(
  a: TemplateDocument,
  b: TemplateDocument,
): Pick<TemplateDocument, 'services' | 'levels' | 'first_seen' | 'last_seen' | 'data_streams'> {
  const levels = joinLevels(a, b);
  const data_streams = joinDataStreams(a.data_streams, b.data_streams);
  return {
    services: [...new Set([...a.services, ...b.services])].sort(),
    ...(levels.length > 0 && { levels: [...levels] }),
    first_seen: earlier(a.first_seen, b.first_seen),
    last_seen: later(a.last_seen, b.last_seen),
    ...(data_streams && { data_streams: [...data_streams] }),
  };
}

/** The levels of both, the least severe first. */
export function joinLevels(
  ...templates: readonly Pick<TemplateDocument, 'level' | 'levels'>[]
): readonly Level[] {
  const found = new Set(
    templates.flatMap(({ level, levels = [] }) => [...(level ? [level] : []), ...levels]),
  );
  return LEVELS.filter((level) => found.has(level));
}

const maskedOf = ({ masked = 0 }: TemplateDocument) => masked;

function shapeOf(stored: TemplateDocument, ours: TemplateDocument): TemplateDocument {
  if (maskedOf(stored) !== maskedOf(ours)) return maskedOf(stored) > maskedOf(ours) ? stored : ours;
  return stored.version > ours.version ? stored : ours;
}

function joinMasks(
  shape: TemplateDocument,
  stored: TemplateDocument,
  ours: TemplateDocument,
): Pick<TemplateDocument, 'masked' | 'masks'> {
  const masked = Math.max(maskedOf(stored), maskedOf(ours));
  // Of one time, one of them may know what the template was before.
  const masks = [shape, stored, ours].find(
    (one) => maskedOf(one) === masked && one.masks?.some(({ before }) => before),
  )?.masks;
  return {
    ...(masked > 0 && { masked }),
    ...((masks ?? shape.masks) && { masks: masks ?? shape.masks }),
  };
}

function joinLines(
  stored: TemplateDocument,
  ours: TemplateDocument,
): Pick<TemplateDocument, 'line_count' | 'recounted'> {
  const [before, now] = [stored.recounted ?? 0, ours.recounted ?? 0];
  const recounted = Math.max(before, now);
  const line_count =
    before === now ? Math.max(stored.line_count, ours.line_count) : (before > now ? stored : ours).line_count;
  return { line_count, ...(recounted > 0 && { recounted }) };
}

function joinEdits(
  stored: TemplateDocument,
  ours: TemplateDocument,
): Pick<TemplateDocument, 'name' | 'expected' | 'severity' | 'merged_into' | 'merged_by' | 'edited'> {
  const [before, now] = [stored.edited ?? 0, ours.edited ?? 0];
  const said = before === now ? [stored, ours] : [before > now ? stored : ours];
  const name = said.find((one) => one.name !== undefined)?.name;
  const expected = said.find((one) => one.expected !== undefined)?.expected;
  const feedback = said.find((one) => one.severity?.decided_by === 'feedback')?.severity;
  const severity = feedback ?? [ours, stored].find((one) => one.severity?.decided_by === 'model')?.severity;
  const learned = [stored, ours].find(
    (one) =>
      one.merged_into !== undefined &&
      one.merged_by !== 'edit' &&
      // Masks that are gone merge nothing any more.
      maskedOf(one) === Math.max(maskedOf(stored), maskedOf(ours)),
  );
  const merge = learned ?? said.find((one) => one.merged_into !== undefined && one.merged_by === 'edit');
  const edited = Math.max(before, now);
  return {
    ...(name !== undefined && { name }),
    ...(expected !== undefined && { expected }),
    ...(severity && { severity }),
    ...(merge && { merged_into: merge.merged_into, ...(merge.merged_by && { merged_by: merge.merged_by }) }),
    ...(edited > 0 && { edited }),
  };
}

/** Whether both say the same, whenever they were written. */
export function isSameTemplate(left: TemplateDocument, right: TemplateDocument): boolean {
  return contentOf(left) === contentOf(right);
}

function contentOf(template: TemplateDocument): string {
  const entries = Object.entries(template).filter(([key]) => key !== 'updated');
  return JSON.stringify(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
