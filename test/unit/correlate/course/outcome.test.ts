import { expect, test } from 'vitest';
import { breakPointOf, stepsOf } from '../../../../ml-service/src/correlate/course/break_point.ts';
import { clockSkews } from '../../../../ml-service/src/correlate/course/clock_skew.ts';
import { NormalEnds, outcomeOf } from '../../../../ml-service/src/correlate/course/outcome.ts';
import { wholeRequest } from '../../../../ml-service/src/correlate/course/past_request.ts';
import { SequenceModel } from '../../../../ml-service/src/detect/sequence/sequence_model.ts';
import { SequenceConfig } from '../../../../ml-service/src/settings/detectors.ts';
import { linesOf } from './lines_of.ts';

const NORMAL = 'gateway:asked stock:reserved mail:sent gateway:answered';

function endsOf(requests: number): NormalEnds {
  const ends = new NormalEnds();
  for (let at = 0; at < requests; at++) ends.add(wholeRequest(linesOf(NORMAL, at * 1000)));
  return ends;
}

test.each([
  { lines: NORMAL, known: 'succeeded', unknown: 'succeeded' },
  { lines: 'gateway:asked stock:out! gateway:refused!', known: 'failed', unknown: 'failed' },
  // A mail that bounced, after the page was answered or before.
  {
    lines: 'gateway:asked stock:reserved gateway:answered mail:bounced!',
    known: 'degraded',
    unknown: 'failed',
  },
  {
    lines: 'gateway:asked stock:reserved mail:bounced! gateway:answered',
    known: 'degraded',
    unknown: 'degraded',
  },
  // It says that it gave up, and what it answered in the line that it always writes.
  {
    lines: 'gateway:asked stock:out! gateway:timeout! gateway:answered',
    known: 'failed',
    unknown: 'failed',
  },
  // What is rarely said after the usual end is no other end.
  {
    lines: 'gateway:asked stock:reserved mail:sent gateway:answered gateway:slow',
    known: 'succeeded',
    unknown: 'succeeded',
  },
  // Another end than usual, and none.
  { lines: 'gateway:asked stock:out! gateway:apologised', known: 'failed', unknown: 'degraded' },
  { lines: 'gateway:asked stock:reserved', known: 'failed', unknown: 'succeeded' },
] as const)('$lines: $known', ({ lines, known, unknown }) => {
  expect(outcomeOf({ lines: linesOf(lines) }, { settled: endsOf(30), recent: new NormalEnds() })).toBe(known);
  expect(outcomeOf({ lines: linesOf(lines) }, { settled: endsOf(29), recent: endsOf(29) })).toBe(unknown);
});

test.each([
  // What most requests of the last hour ended with is an end.
  { lines: 'gateway:asked stock:reserved gateway:answered mail:bounced!', outcome: 'degraded' },
  // Some hang at the moment: that is none.
  { lines: 'gateway:asked stock:reserved gateway:waits mail:down!', outcome: 'failed' },
  // Nothing stopped by the last hour alone: it may be a new way.
  { lines: 'gateway:asked stock:reserved', outcome: 'succeeded' },
] as const)('with nothing known but the last hour, $lines: $outcome', ({ lines, outcome }) => {
  const recent = endsOf(30);
  for (let at = 0; at < 10; at++)
    recent.add(wholeRequest(linesOf('gateway:asked stock:reserved gateway:waits')));
  expect(outcomeOf({ lines: linesOf(lines) }, { settled: new NormalEnds(), recent })).toBe(outcome);
});

test('a request with an error teaches nothing of normal ends', () => {
  const ends = endsOf(30);
  for (let at = 0; at < 100; at++)
    ends.add(wholeRequest(linesOf('gateway:asked stock:out! gateway:apologised')));
  expect(ends.shareOf({ lines: linesOf('gateway:asked gateway:apologised') })).toBe(0);
});

test('the last good step and the one that is missing, by requests that succeeded', () => {
  const model = new SequenceModel(SequenceConfig.parse({}));
  model.learn(stepsOf({ lines: linesOf(NORMAL) }), 50);
  const lines = linesOf('gateway:asked stock:reserved gateway:refused!');
  expect(breakPointOf({ lines }, model)).toEqual({
    position: 2,
    last_good: lines[1],
    missing: { service: 'mail', template_id: 'sent' },
  });
  expect(breakPointOf({ lines: linesOf(NORMAL) }, model)).toBeUndefined();
  expect(breakPointOf({ lines: linesOf('gateway:asked') }, model)).toMatchObject({
    position: 1,
    missing: { service: 'stock', template_id: 'reserved' },
  });
});

test('of two places where a request is unusual the first is the break', () => {
  const model = new SequenceModel(SequenceConfig.parse({}));
  const usual = 'gateway:asked cart:adding stock:checked pricing:priced cart:saved gateway:answered';
  model.learn(stepsOf({ lines: linesOf(usual) }), 49);
  // Two ways on make a third one a little less of a surprise than where there is one.
  model.learn(stepsOf({ lines: linesOf(usual.replace('stock:checked', 'stock:empty')) }), 1);
  const lines = linesOf(
    'gateway:asked cart:adding cart:guessed! pricing:priced cart:saved stock:late! gateway:answered',
  );
  expect(breakPointOf({ lines }, model)).toMatchObject({
    position: 2,
    missing: { service: 'stock', template_id: 'checked' },
  });
});

test.each([
  { by: 0, found: [] },
  { by: 5, found: [] },
  { by: 500, found: [{ caller: 'gateway', callee: 'stock', ahead_ms: 490, requests: 40 }] },
  { by: -500, found: [{ caller: 'gateway', callee: 'stock', ahead_ms: -490, requests: 40 }] },
])('a clock that is $by ms ahead', ({ by, found }) => {
  const requests = Array.from({ length: 40 }, (_, at) =>
    linesOf('gateway stock gateway', at * 1000).map((line) =>
      line.service === 'stock' ? { ...line, time: line.time + by } : line,
    ),
  );
  expect(clockSkews(requests, [{ caller: 'gateway', callee: 'stock' }])).toEqual(found);
});
