import { readerOf } from '../../../../common/api/reader_of.ts';
import { Edit, EditJournal } from '../../../../common/documents/edit.ts';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import { LogAiError } from '../../../../common/errors.ts';
import type { StateStore } from '../../ports/state.ts';

/** One record holds all edits: whoever writes it saw all that were made before. */
export const EDITS = 'edits:templates';

const KINDS: ReadonlySet<string> = new Set(Edit.options.map((option) => option.shape.kind.value));
const JournalReader = readerOf(EditJournal, { unknown_keys: 'keep' });

/**
 * What a newer Log AI says of an edit stays in the journal; an edit of a kind that is not known here cannot be passed over: to
 * go on without it would be to take it back.
 *
 * @throws LogAiError `newer_version`; `internal` where the record is damaged.
 */
function journalOf(value: unknown): EditJournal {
  if (value === undefined) return NO_EDITS;
  const journal = JournalReader.safeParse(value);
  const unknown = journal.data?.edits.find(({ kind }) => !KINDS.has(kind));
  if (unknown) {
    throw new LogAiError(
      'newer_version',
      `The edit ${unknown.id} is of the kind "${unknown.kind}", which a newer Log AI made: update Log AI on this machine.`,
      { details: { id: unknown.id, kind: unknown.kind } },
    );
  }
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
 * Writes the journal if nobody edited in between.
 *
 * @returns Whether it is written.
 */
export async function replaceEdits(
  state: Pick<StateStore, 'update'>,
  { before, after }: { before: EditJournal; after: EditJournal },
): Promise<boolean> {
  let isReplaced = false;
  await state.update(EDITS, (value) => {
    isReplaced = journalOf(value).revision === before.revision;
    return isReplaced ? after : undefined;
  });
  return isReplaced;
}
