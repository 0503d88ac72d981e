import { expect, test } from 'vitest';
import type { VerdictTally } from '../../../ml-service/src/detect/drive_minutes.ts';
import { detectVerdicts } from '../../../ml-service/src/service/detection.ts';

const judged = (minute: number, minutes: number): VerdictTally => {
  const verdict = { detector: 'frequency', kind: 'judged' } as const;
  return { ...verdict, minutes, last: { ...verdict, minute } };
};
const tooEarly = (minute: number, minutes: number): VerdictTally => {
  const verdict = { detector: 'frequency', kind: 'insufficient_history' } as const;
  return { ...verdict, minutes, last: { ...verdict, minute, known_minutes: 29, needed_minutes: 30 } };
};

test('a detector that can judge by now is not said to lack history, though minutes before had too little of it', () => {
  expect(detectVerdicts([tooEarly(129, 30), judged(167, 38)])).toEqual([
    { detector: 'frequency', verdict: 'judged', minutes: 38 },
  ]);
});

test('one that can judge no longer is', () => {
  expect(detectVerdicts([judged(129, 30), tooEarly(167, 38)])).toEqual([
    { detector: 'frequency', verdict: 'judged', minutes: 30 },
    {
      detector: 'frequency',
      verdict: 'insufficient_history',
      minutes: 38,
      known_minutes: 29,
      needed_minutes: 30,
    },
  ]);
});
