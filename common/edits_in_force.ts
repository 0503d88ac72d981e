import type { Edit, EditJournal, EditOf } from './documents/edit.ts';

/** Before the first edit. */
export const NO_EDITS: EditJournal = { revision: 0, edits: [] };

/** Those that are in force, in order. */
export function activeEdits(journal: EditJournal): Edit[] {
  return journal.edits.filter(({ undone }) => undone === undefined);
}

/** The masks in force, in order. */
export function activeMasks(journal: EditJournal): EditOf<'mask'>[] {
  return activeEdits(journal).filter((one) => one.kind === 'mask');
}

/** Rises with each mask that is added or taken back. */
export function maskEpochOf(journal: EditJournal): number {
  return journal.edits
    .filter(({ kind }) => kind === 'mask')
    .reduce((epoch, { undone }) => epoch + (undone === undefined ? 1 : 2), 0);
}
