import { expect, test } from 'vitest';
import type { Level } from '../../../common/levels.ts';
import { TRAIT_LIMITS, TraitTally } from '../../../ml-service/src/analyze/trait_tally.ts';

const NAMES = { resolve: (id: string) => id, textOf: (id: string) => `Text of ${id}` };

interface Line {
  readonly request_id: string;
  readonly timestamp: number;
  readonly service: string;
  readonly template_id: string;
  readonly level?: Level;
  readonly parameters?: Readonly<Record<string, string | number>>;
}

function tallyOf(lines: Iterable<Line>): TraitTally {
  const tally = new TraitTally();
  let line = 0;
  for (const { timestamp, service, template_id, ...of_line } of lines) {
    const event = { status: 'parsed' as const, message: '', ...of_line };
    tally.add({ raw: { message: '' }, event, timestamp, service, line: line++ }, template_id);
  }
  return tally;
}

/** A request; every tenth fails: those of version 2. After it failed, it writes what no other does. */
function* requestLines(at: number): Generator<Line> {
  const request = { request_id: `r${at}`, service: 'shop' };
  const version = at % 10 === 0 ? 2 : 1;
  yield { ...request, timestamp: at * 10, template_id: 'began', parameters: { version } };
  if (version === 1) return;
  yield { ...request, timestamp: at * 10 + 2, template_id: 'apologised' };
  yield { ...request, timestamp: at * 10 + 1, template_id: 'failed', level: 'ERROR' };
}

const VERSION_2 = { kind: 'value', text: 'version = 2', same: 0, others: 0 };

test('what requests had before they failed: not the failure, nor what came of it', () => {
  const lines = Array.from({ length: 200 }, (_, at) => [...requestLines(at)]).flat();
  const told = tallyOf(lines).summaries(NAMES);
  expect(told).toMatchObject([{ ...VERSION_2, failed: 20, failed_of: 20, others_of: 180 }]);
  expect(tallyOf(lines.toReversed()).summaries(NAMES)).toEqual(told);
});

test('of more requests than are kept those that failed stay', () => {
  const count = 3 * TRAIT_LIMITS.requests;
  const lines = function* () {
    for (let at = 0; at < count; at++) yield* at % 100 === 0 ? requestLines(at) : requestLines(at | 1);
  };
  expect(tallyOf(lines()).summaries(NAMES)).toMatchObject([
    { ...VERSION_2, failed: count / 100, failed_of: count / 100 },
  ]);
});

test('values that are too long, and of lines without a request, are left out', () => {
  const long = 'x'.repeat(TRAIT_LIMITS.value_length + 1);
  const lines = Array.from({ length: 100 }, (_, at) => [
    {
      request_id: `r${at}`,
      timestamp: at,
      service: 'shop',
      template_id: 'began',
      parameters: at < 50 ? { long } : {},
    },
    ...(at < 50
      ? [
          {
            request_id: `r${at}`,
            timestamp: at,
            service: 'shop',
            template_id: 'failed',
            level: 'ERROR' as const,
          },
        ]
      : []),
  ]).flat();
  expect(tallyOf(lines).summaries(NAMES)).toEqual([]);
});
