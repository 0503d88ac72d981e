import { expect, test } from 'vitest';
import { readProgress } from '../../../../ml-service/src/tasks/cycle/progress.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const MOMENT = Date.parse('2026-11-22T10:00:30.000Z');

function stateOf(values: Record<string, unknown>) {
  const shared = new SharedState();
  for (const [id, value] of Object.entries(values)) shared.values.set(id, value);
  return shared.storeOf('somebody', () => MOMENT);
}

const NOTHING = { late_documents: 0, uncounted_minutes: 0, unjudged_minutes: 0, refused_request_ids: {} };

test('nothing has come anywhere before the first run', async () => {
  expect(await readProgress(stateOf({}), MOMENT)).toEqual(NOTHING);
  // A backfill leaves a state of counting that says nothing of the tasks.
  expect(await readProgress(stateOf({ 'watermark:count': { revision: 3 } }), MOMENT)).toEqual(NOTHING);
});

test('each task says how far it has come', async () => {
  const state = stateOf({
    'watermark:learn': { done_until: MOMENT - 1 },
    'watermark:count': { done_until: MOMENT, whatever: 'a later version keeps' },
    'watermark:correlate': { done_until: MOMENT + 1 },
    'watermark:detect': { done_until: MOMENT - 2 },
    'watermark:courses': { done_until: MOMENT - 3 },
    'checkpoint:courses': { share: 0.25, looked_until: MOMENT, late: [7, 8] },
  });
  expect(await readProgress(state, MOMENT)).toEqual({
    ...NOTHING,
    learned_until: MOMENT - 1,
    counted_until: MOMENT,
    correlated_until: MOMENT + 1,
    detected_until: MOMENT - 2,
    courses_until: MOMENT - 3,
    courses: { share: 0.25, late_minutes: 2 },
  });
});

test('what is late, what waits and what is refused is told', async () => {
  const hour = 3_600_000;
  const state = stateOf({
    'watermark:count': {
      behind: [[10, 20], [30, 35]],
      late: [[MOMENT - 2 * hour, 100], [MOMENT - 60_000, 7], [MOMENT, 2]],
    },
    'detector:catch_up': [[40, 50]],
    'checkpoint:refused_request_ids': [
      { id: 'default', reason: 'too_long', lines: 90, at: MOMENT - 60_000 },
      { id: 'kim', reason: 'too_many_lines', lines: 20_000, at: MOMENT - 2 * hour },
    ],
    'checkpoint:courses': {
      refused: [
        { id: 'default', reason: 'too_long', lines: 95, at: MOMENT - 30_000 },
        { id: 'host-7', reason: 'too_many_lines', lines: 20_000, at: MOMENT - 60_000 },
      ],
    },
  }); // prettier-ignore
  expect(await readProgress(state, MOMENT)).toEqual({
    late_documents: 9,
    uncounted_minutes: 15,
    unjudged_minutes: 10,
    refused_request_ids: { too_long: 1, too_many_lines: 1 },
  });
});

test('which parameters hold ids of requests is told, and why others do not', async () => {
  const refused = (parameter: string, reason: string) => ({
    template_id: 'template_b',
    parameter,
    reason,
    at: MOMENT,
  });
  const examples = [{ template_id: 'template_a', parameter: 'order' }];
  const state = stateOf({
    'watermark:request_ids': {
      done_until: MOMENT,
      learned: 7,
      examples,
      refused: [refused('user', 'recurs'), refused('host', 'recurs'), refused('span', 'one_service')],
    },
  });
  expect(await readProgress(state, MOMENT)).toEqual({
    ...NOTHING,
    request_ids: { learned: 7, parameters: examples, refused: { recurs: 2, one_service: 1 } },
  });
});
