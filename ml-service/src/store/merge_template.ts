import type { TemplateDocument } from '../../../common/documents/template_document.ts';

const earlier = (left: string, right: string) => (Date.parse(left) <= Date.parse(right) ? left : right);
const later = (left: string, right: string) => (Date.parse(left) >= Date.parse(right) ? left : right);

/**
 * Joins what is stored of a template with what this process knows of it. The higher version has the better text; what
 * both saw adds up; what people said (`expected`, `name`) stays, as does a merge into an older template. Joining again,
 * or in another order, changes nothing.
 */
export function mergeTemplate(stored: TemplateDocument, ours: TemplateDocument): TemplateDocument {
  const text = stored.version > ours.version ? stored : ours;
  const merged_into = stored.merged_into ?? ours.merged_into;
  const expected = stored.expected ?? ours.expected;
  const name = stored.name ?? ours.name;
  const level = text.level ?? stored.level ?? ours.level;
  return {
    id: stored.id,
    version: text.version,
    text: text.text,
    ...(name !== undefined && { name }),
    columns: text.columns,
    parameters: text.parameters,
    ...(level !== undefined && { level }),
    services: [...new Set([...stored.services, ...ours.services])].sort(),
    line_count: Math.max(stored.line_count, ours.line_count),
    first_seen: earlier(stored.first_seen, ours.first_seen),
    last_seen: later(stored.last_seen, ours.last_seen),
    updated: later(stored.updated, ours.updated),
    ...(merged_into !== undefined && { merged_into }),
    ...(expected !== undefined && { expected }),
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
