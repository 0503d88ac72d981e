import { describe, expect, test } from 'vitest';
import { EDITS, readEdits, replaceEdits } from '../../../../ml-service/src/tasks/edits/edit_journal.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const RENAME = {
  id: 'edit_1',
  kind: 'rename',
  created: '2026-11-22T10:00:00.000Z',
  template_id: 'a',
  name: 'Timeout',
} as const;

/** A journal as a newer Log AI left it. */
const storeOf = (edits: readonly unknown[]) => {
  const shared = new SharedState();
  shared.values.set(EDITS, { revision: 3, edits, note: 'of the next version' });
  return { shared, state: shared.storeOf('a', () => 0) };
};

describe('edits of a newer version', () => {
  test('are read as far as they are known, and keep what is not', async () => {
    const { shared, state } = storeOf([{ ...RENAME, by: 'ann', colour: 'red' }]);
    expect((await readEdits(state)).edits).toMatchObject([RENAME]);
    const before = await readEdits(state);
    await replaceEdits(state, { before, after: { ...before, revision: 4 } });
    expect(shared.values.get(EDITS)).toEqual({
      revision: 4,
      edits: [{ ...RENAME, by: 'ann', colour: 'red' }],
      note: 'of the next version',
    });
  });

  test('of a kind that nobody here knows are refused in words', async () => {
    const { state } = storeOf([RENAME, { ...RENAME, id: 'edit_2', kind: 'pin' }]);
    await expect(readEdits(state)).rejects.toMatchObject({
      code: 'newer_version',
      message: expect.stringMatching(/edit_2.*pin.*update/i) as string,
    });
  });
});
