import { EditJournal } from '../../../../common/documents/edit.ts';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import { LogAiError } from '../../../../common/errors.ts';
import type { StateStore } from '../../ports/state.ts';

/** One record holds all edits: whoever writes it saw all that were made before. */
export const EDITS = 'edits:templates';

/** @throws LogAiError `internal` where the record is damaged: to go on without it would be to take edits back. */
function journalOf(value: unknown): EditJournal {
  if (value === undefined) return NO_EDITS;
  const journal = EditJournal.safeParse(value);
  if (journal.success) return journal.data;
  throw new LogAiError(
    'internal',
    `The record ${EDITS} of log-ai-state cannot be read: restore it from a snapshot, or delete it to give all edits up.`,
    { cause: journal.error },
  );
}

/** What people edited so far. */
export async function readEdits(state: Pick<StateStore, 'read'>): Promise<EditJournal> {
  return journalOf(await state.read(EDITS));
}

/**
 * Changes the journal; `change` is asked again where another process was first.
 *
 * @param change - Undefined leaves it as it is.
 */
export async function changeEdits(
  state: Pick<StateStore, 'update'>,
  change: (journal: EditJournal) => EditJournal | undefined,
): Promise<void> {
  await state.update(EDITS, (value) => change(journalOf(value)));
}
