import type { HttpServices } from '../ports/api.ts';
import { readEdits } from '../tasks/edits/edit_journal.ts';
import { type EditOutcome, makeEdit, undoEdit } from '../tasks/edits/make_edit.ts';
import { templatesOf } from '../tasks/edits/plan_edit.ts';
import type { ServiceParts } from './service_parts.ts';
import { templateOf } from './templates.ts';

/** What people change about templates. */
export function editServices({
  templates,
  state,
  now,
  createParser,
  pause,
}: Pick<ServiceParts, 'templates' | 'state' | 'now' | 'createParser' | 'pause'>): Pick<
  HttpServices,
  'edits' | 'edit' | 'undo_edit'
> {
  const options = { ports: { templates, state, now, pause }, createParser };
  const answerOf = ({ edit, changed, templates: edited }: EditOutcome) => ({
    edit,
    changed,
    templates: edited.map(templateOf),
  });
  return {
    async edits({ query: { template_id, size } }) {
      const [{ revision, edits }, merged] = await Promise.all([readEdits(state), templates.mergedIds()]);
      const live = template_id === undefined ? undefined : merged.liveOf(template_id);
      const found = edits.filter(
        (edit) => live === undefined || templatesOf(edit).some((id) => merged.liveOf(id) === live),
      );
      return { revision, total: found.length, edits: found.reverse().slice(0, size) };
    },
    edit: async ({ body }) => answerOf(await makeEdit({ ...options, request: body })),
    undo_edit: async ({ id }) => answerOf(await undoEdit({ ...options, id })),
  };
}
