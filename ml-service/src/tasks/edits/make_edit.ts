import type { EditRequest } from '../../../../common/api.ts';
import type { Edit, EditJournal } from '../../../../common/documents/edit.ts';
import { activeEdits } from '../../../../common/edits_in_force.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { LogAiError } from '../../../../common/errors.ts';
import type { Clock } from '../../ports/time.ts';
import type { StateStore } from '../../ports/state.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { atOnce, inSlices } from '../../parse/in_slices.ts';
import { readEdits, replaceEdits } from './edit_journal.ts';
import { orphanOf, planEdit, templatesOf } from './plan_edit.ts';
import { TemplateCatalog } from '../catalog/template_catalog.ts';
import type { CreateParser } from '../catalog/restore_templates.ts';

/** Far more than people make: the journal is read as a whole. */
const MAX_EDITS = 10_000;

interface EditOptions {
  readonly ports: {
    readonly templates: TemplateStore;
    readonly state: StateStore;
    readonly now: Clock;
    /** Lets others have the processor; absent where nobody waits. */
    readonly pause?: () => Promise<void>;
  };
  readonly createParser: CreateParser;
  /** Who asks for it; undefined where nobody is named. */
  readonly by?: string | undefined;
}

/** An edit as it stands, and what it did. */
export interface EditOutcome {
  readonly edit: Edit;
  /** False where all was so already. */
  readonly changed: boolean;
  /** The templates that it names, as they are now. */
  readonly templates: readonly TemplateDocument[];
}

/**
 * Makes an edit: it is in the journal, and in the templates that people see, when this returns. The matcher, old documents
 * and counts follow with the next run behind the lease. To make it again changes nothing.
 *
 * @throws LogAiError see {@link planEdit}; `conflict` when others keep editing at the same time.
 */
export async function makeEdit(options: EditOptions & { request: EditRequest }): Promise<EditOutcome> {
  const { request, ports, by } = options;
  return changeJournal(options, (catalog) => {
    const { revision, edits } = catalog.edits;
    const plan = planEdit(request, catalog);
    if ('existing' in plan) return { edit: plan.existing };
    if (edits.length >= MAX_EDITS)
      throw new LogAiError('conflict', `There are ${edits.length} edits, no more are kept.`);
    const edit: Edit = {
      ...plan.content,
      id: `edit_${edits.length + 1}`,
      created: new Date(ports.now()).toISOString(),
      ...(by !== undefined && { by }),
    };
    return { edit, journal: { revision: revision + 1, edits: [...edits, edit] } };
  });
}

/**
 * Takes an edit back. To do it again changes nothing.
 *
 * @param options.id - The last edit in force where none is given.
 * @throws LogAiError `not_found` where there is no such edit, `conflict` when a later edit builds on it.
 */
export async function undoEdit(options: EditOptions & { id?: string | undefined }): Promise<EditOutcome> {
  const { id, ports, by } = options;
  return changeJournal(options, async (catalog, under) => {
    const { revision, edits } = catalog.edits;
    const edit = id === undefined ? activeEdits(catalog.edits).at(-1) : edits.find((one) => one.id === id);
    if (!edit)
      throw new LogAiError(
        'not_found',
        id === undefined ? 'There is no edit to undo.' : `There is no edit ${id}.`,
      );
    if (edit.undone !== undefined) return { edit };
    const undone: Edit = {
      ...edit,
      undone: new Date(ports.now()).toISOString(),
      ...(by !== undefined && { undone_by: by }),
    };
    const journal = {
      revision: revision + 1,
      edits: edits.map((one) => (one.id === edit.id ? undone : one)),
    };
    const orphan = orphanOf({ undone, catalog: await under(journal) });
    if (orphan) {
      throw new LogAiError(
        'conflict',
        `The later edit ${orphan.id} (${orphan.kind}) builds on ${edit.id}: undo ${orphan.id} first.`,
        {
          details: { blocked_by: orphan.id },
        },
      );
    }
    return { edit: undone, journal };
  });
}

/** Others edit at the same time, but nobody loses five times in a row by chance. */
const MAX_ROUNDS = 5;

interface Change {
  readonly edit: Edit;
  /** With it; absent where all was so already. */
  readonly journal?: EditJournal;
}

/**
 * Changes the journal, and what is stored of the templates that it speaks of.
 *
 * @param change - Asked again where another process was first; `under` gives the templates under other edits.
 */
async function changeJournal(
  options: EditOptions,
  change: (
    catalog: TemplateCatalog,
    under: (edits: EditJournal) => Promise<TemplateCatalog>,
  ) => Change | Promise<Change>,
): Promise<EditOutcome> {
  const { ports, createParser } = options;
  const documents = await ports.templates.load();
  let catalog: TemplateCatalog | undefined;
  // Templates are read once; other masks read them anew.
  const under = async (edits: EditJournal): Promise<TemplateCatalog> => {
    if (catalog?.setEdits(edits)) return catalog;
    const steps = TemplateCatalog.open({ documents, edits, createParser });
    return (catalog = ports.pause ? await inSlices(steps, ports.pause) : atOnce(steps));
  };
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = await readEdits(ports.state);
    const { edit, journal } = await change(await under(before), under);
    if (journal && !(await replaceEdits(ports.state, { before, after: journal }))) continue;
    // Asked again, what is in the journal but was not noted before a kill is noted now.
    const after = await under(journal ?? before);
    await after.documents.saveEdited(ports.templates, ports.now());
    await ports.templates.refresh();
    const ids = new Set(templatesOf(edit).map((id) => after.resolve(id)));
    return {
      edit,
      changed: journal !== undefined,
      templates: [...ids].flatMap((id) => after.documents.get(id) ?? []),
    };
  }
  throw new LogAiError('conflict', 'Others keep editing templates: try again.');
}
