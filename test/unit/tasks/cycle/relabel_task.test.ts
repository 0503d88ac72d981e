import { expect, test } from 'vitest';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import type { TaskPorts } from '../../../../ml-service/src/tasks/cycle/cycle.ts';
import { MATCHER_STATE, type MatcherState } from '../../../../ml-service/src/tasks/cycle/publish.ts';
import { relabelTask } from '../../../../ml-service/src/tasks/cycle/relabel_task.ts';
import { EDITS } from '../../../../ml-service/src/tasks/edits/edit_journal.ts';
import { leaseOf, readDoneUntil, watermarkOf } from '../../../../ml-service/src/tasks/run/task.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const LEARNED = NOW - 6000;
const HELD = { runs: 1, since: '2026-11-22T09:00:00.000Z' };

/** How far labelling has come after a run, where people made the second edit. */
async function doneUntil(matcher: MatcherState): Promise<number | undefined> {
  const state = new SharedState().storeOf('process', () => NOW);
  await state.write(watermarkOf('learn'), { done_until: LEARNED });
  await state.write(MATCHER_STATE, matcher);
  await state.write(EDITS, { ...NO_EDITS, revision: 2 });
  const lease = (await state.acquireLease(leaseOf('relabel'), 1000))!;
  const ports = { state, now: () => NOW } as unknown as TaskPorts;
  await relabelTask({ ports, history_minutes: 190 }).run({ lease, until: NOW });
  return readDoneUntil(state, 'relabel');
}

test.each([
  ['follows no edits yet', { generation: 4, published: true, edits: 1 }, undefined],
  ['is on its way', { generation: 4, published: false, edits: 2 }, undefined],
  ['is held, and so follows none', { generation: 4, published: true, edits: 0, held: HELD }, LEARNED],
])('a matcher that %s', async (_what, matcher, expected) => {
  expect(await doneUntil(matcher)).toBe(expected);
});
