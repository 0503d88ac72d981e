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
    'Catching up: 400 minutes to count, 1 minute to analyze.',
    '1 document arrived late in the last hour; its minute is counted again.',
    '2 request IDs skipped: time span too long for one request. For details, see the log of the service.',
    '1 request ID skipped: later for one request. For details, see the log of the service.',
  ]);
});
