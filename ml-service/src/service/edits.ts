import type { EditRequest } from '../../../common/api.ts';
import { type Caller, OPERATOR, seesAll } from '../../../common/api/caller.ts';
import type { Edit } from '../../../common/documents/edit.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import type { MergedIds } from '../store/merged_ids.ts';
import { readEdits } from '../tasks/edits/edit_journal.ts';
import { type EditOutcome, makeEdit, undoEdit } from '../tasks/edits/make_edit.ts';
import { templatesOf } from '../tasks/edits/plan_edit.ts';
import { seenTemplates } from './seen_templates.ts';
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
  const answerOf = async ({ edit, changed, templates: edited }: EditOutcome, caller: Caller) => {
    const ids = edited.map(({ id }) => id);
    const seen = await seenTemplates({ templates, caller, ids });
    return { edit, changed, templates: edited.filter(({ id }) => seen(id)).map(templateOf) };
  };
  return {
    async edits({ query: { template_id, size } }, caller = OPERATOR) {
      const [{ revision, edits }, merged] = await Promise.all([readEdits(state), templates.mergedIds()]);
      const live = template_id === undefined ? undefined : merged.liveOf(template_id);
      const seen = await seenEdits({ templates, merged, caller, edits });
      const found = edits.filter(
        (edit) =>
          seen(edit) && (live === undefined || templatesOf(edit).some((id) => merged.liveOf(id) === live)),
      );
      return { revision, total: found.length, edits: found.reverse().slice(0, size) };
    },
    async edit({ body }, caller = OPERATOR) {
      await checkRequest({ templates, caller, request: body });
      return answerOf(await makeEdit({ ...options, request: body, by: caller.user }), caller);
    },
    async undo_edit({ id }, caller = OPERATOR) {
      if (!seesAll(caller)) {
        const [{ edits }, merged] = await Promise.all([readEdits(state), templates.mergedIds()]);
        const seen = await seenEdits({ templates, merged, caller, edits });
        if (!edits.some((edit) => edit.id === id && seen(edit)))
          throw new LogAiError('not_found', `There is no edit ${id}.`);
      }
      return answerOf(await undoEdit({ ...options, id, by: caller.user }), caller);
    },
  };
}

/** Whoever changes labels may read all the lines that bear them. */
async function checkRequest(options: {
  templates: TemplateFinder;
  caller: Caller;
  request: EditRequest;
}): Promise<void> {
  const { templates, caller, request } = options;
  if (seesAll(caller)) return;
  if (request.kind === 'mask') {
    throw new LogAiError(
      'forbidden',
      'A mask changes the labels of all logs, and you may not read all of them: ask somebody who may.',
    );
  }
  const asked = request.kind === 'merge' ? request.template_ids : [request.template_id];
  const merged = await templates.mergedIds();
  const ids = asked.map((id) => merged.liveOf(id));
  const seen = await seenTemplates({ templates, caller, ids });
  const hidden = asked.find((_, at) => !seen(ids[at]!));
  if (hidden !== undefined) throw new LogAiError('not_found', `There is no template ${hidden}.`);
}

/** An edit is for those who may see all that it speaks of; a mask speaks of all lines. */
async function seenEdits(options: {
  templates: TemplateFinder;
  merged: MergedIds;
  caller: Caller;
  edits: readonly Edit[];
}): Promise<(edit: Edit) => boolean> {
  const { templates, merged, caller, edits } = options;
  if (seesAll(caller)) return () => true;
  const namedBy = (edit: Edit) => templatesOf(edit).map((id) => merged.liveOf(id));
  const seen = await seenTemplates({ templates, caller, ids: edits.flatMap(namedBy) });
  return (edit) => edit.kind !== 'mask' && namedBy(edit).every(seen);
}
