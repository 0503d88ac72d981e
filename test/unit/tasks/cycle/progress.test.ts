import { expect, test } from 'vitest';
import { readProgress } from '../../../../ml-service/src/tasks/cycle/progress.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const MOMENT = Date.parse('2026-11-22T10:00:30.000Z');

function stateOf(values: Record<string, unknown>) {
  const shared = new SharedState();
  for (const [id, value] of Object.entries(values)) shared.values.set(id, value);
  return shared.storeOf('somebody', () => MOMENT);
}

test('nothing has come anywhere before the first cycle', async () => {
  expect(await readProgress(stateOf({}))).toEqual({});
  // A backfill leaves a checkpoint of counts that says nothing of the cycle.
  expect(await readProgress(stateOf({ 'checkpoint:counts': { ingested_until: 0 } }))).toEqual({});
});

test('each step says how far it has come', async () => {
  const state = stateOf({
    'checkpoint:counts': { ingested_until: MOMENT },
    'checkpoint:requests': { ingested_until: MOMENT + 1 },
    'detector:cluster': { evaluated_until: Math.floor(MOMENT / 60_000), detectors: {} },
  });
  expect(await readProgress(state)).toEqual({
    counted_until: MOMENT,
    correlated_until: MOMENT + 1,
    detected_until: Date.parse('2026-11-22T10:00:00.000Z'),
  });
});
