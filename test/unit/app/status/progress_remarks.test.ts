import { expect, test } from 'vitest';
import { remarksOn } from '../../../../public/status/progress_remarks.ts';

test('nothing is said where all is well, nor of a service that says nothing', () => {
  expect(remarksOn({})).toEqual([]);
  const zero = { late_documents: 0, uncounted_minutes: 0, unjudged_minutes: 0, refused_request_ids: {} };
  expect(remarksOn(zero)).toEqual([]);
});

test('what waits, what was late and what was refused is said', () => {
  const progress = {
    late_documents: 1,
    uncounted_minutes: 400,
    unjudged_minutes: 1,
    refused_request_ids: { too_long: 2, later: 1 },
  };
  expect(remarksOn(progress)).toEqual([
    'Catching up: 400 minutes to be counted, 1 minute to be judged, beside what comes.',
    '1 document of the last hour was late: its minute is counted anew.',
    "2 request ids refused: lines over too long a time for one request. The service's log names them.",
    "1 request id refused: later for one request. The service's log names them.",
  ]);
});
