import type { Template } from '../../../common/api.ts';
import { type Caller, maySee, OPERATOR } from '../../../common/api/caller.ts';
import { readFilter } from '../../../common/api/filter.ts';
import { dataStreamOf } from '../../../common/data_streams.ts';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import type { MergedIds } from '../store/merged_ids.ts';
import type { ServiceParts } from './service_parts.ts';

/** Looking templates up, and where their lines lie. */
export function templateServices({
  templates,
  logs,
}: Pick<ServiceParts, 'templates' | 'logs'>): Pick<HttpServices, 'templates' | 'template' | 'samples'> {
  const get = async (id: string, caller: Caller): Promise<TemplateDocument> => {
    const template = await templates.get(id);
    if (!template || !maySee(caller, template.data_streams))
      throw new LogAiError('not_found', `There is no template ${id}.`);
    return template;
  };
  return {
    async templates(
      { query: { first_seen_from, first_seen_to, ids, filter, ...query } },
      { data_streams } = OPERATOR,
    ) {
      const merged = ids && (await templates.mergedIds());
      const page = await templates.search({
        ...query,
        filter: readFilter(filter),
        data_streams,
        ids: merged && ids.map((id) => merged.liveOf(id)),
        ...(first_seen_from !== undefined || first_seen_to !== undefined
          ? { first_seen: { from: timeOf(first_seen_from), to: timeOf(first_seen_to) } }
          : {}),
      });
      const shown = new Set(page.templates.map(({ id }) => id));
      const moved = (ids ?? []).filter((id) => merged!.liveOf(id) !== id && shown.has(merged!.liveOf(id)));
      return {
        total: page.total,
        templates: page.templates.map((document) =>
          merged ? named(document, merged) : templateOf(document),
        ),
        ...(moved.length > 0 && {
          merged: Object.fromEntries(moved.map((id) => [id, merged!.liveOf(id)])),
        }),
      };
    },
    async template({ id }, caller = OPERATOR) {
      const [document, merged] = await Promise.all([get(id, caller), templates.mergedIds()]);
      return named(document, merged);
    },
    async samples({ id, query: { from, to, service, size } }, caller = OPERATOR) {
      const [{ id: live }, merged] = await Promise.all([get(id, caller), templates.mergedIds()]);
      const range = { from: Date.parse(from), to: Date.parse(to) };
      const references = await logs.samples({ template_ids: merged.idsOf(live), service, range, size });
      // Lines of another data stream may have come since the template was written last.
      return { references: references.filter(({ _index }) => maySee(caller, [dataStreamOf(_index)])) };
    },
  };
}

/** A template as users see it: how it is matched and kept in step stays inside. */
export function templateOf(document: TemplateDocument): Template {
  const {
    columns: _columns,
    classified: _classified,
    masks: _masks,
    masked: _masked,
    merged_by: _by,
    edited: _edited,
    recounted: _recounted,
    ...template
  } = document;
  return template;
}

/** A template with the ids that it had, where it had any. */
function named(document: TemplateDocument, merged: Pick<MergedIds, 'idsOf'>): Template {
  const former_ids = merged.idsOf(document.id).filter((id) => id !== document.id);
  return { ...templateOf(document), ...(former_ids.length > 0 && { former_ids }) };
}

function timeOf(moment: string | undefined): number | undefined {
  return moment === undefined ? undefined : Date.parse(moment);
}
