import { expect, test } from 'vitest';
import {
  describeRequestCounts,
  describeServiceMap,
  describeSharedTraits,
} from '../../../ml-service/src/commands/request_text.ts';
import { ANSWERS } from '../../fixtures/memory_services.ts';

const shared = ANSWERS.shared_traits;
const map = ANSWERS.service_map;

test('what failed requests share is a table below what was compared', () => {
  expect(describeSharedTraits(shared)).toEqual([
    '2026-11-22 10:00:00 – 11:00:00 UTC: 40 failed requests beside 200 (of 50.0 % of all requests) without an error',
    '',
    '  FAILED    OTHERS  ODDS      P  HAVE',
    '38 of 40  4 of 200  ×672  3e-30  version  payment 2.4.1 (and 1 more)',
  ]);
});

test.each([
  {
    answer: { ...shared, verdict: 'too_few_failed', failed: 4 },
    says: /4 requests failed\. To compare them takes 5\./,
  },
  { answer: { ...shared, verdict: 'too_few_others', others: 1 }, says: /: 1 request without an error\./ },
  {
    answer: { ...shared, failed_total: 90, share: 1 },
    says: /: the newest 40 of 90 failed requests beside 200 without/,
  },
  { answer: { ...shared, traits: [] }, says: /others had as often\./ },
] as const)('it says why not, or of how many: $says', ({ answer, says }) => {
  expect(describeSharedTraits({ ...answer, traits: [...answer.traits] }).join('\n')).toMatch(says);
});

test('counts are a table of places and paths; where there are none that is said', () => {
  const { request_counts: counts } = ANSWERS;
  const texts = new Map([['template_received_1a2b', 'Received POST <path>']]);
  expect(describeRequestCounts(counts, { outcome: 'failed', texts })).toEqual([
    '60 failed requests',
    '',
    'REQUESTS  FIRST ERROR                                  PATH',
    `      57  inventory: ${counts.counts[0]!.template_id!}  gateway: Received POST <path>`,
    '       3  cart',
  ]);
  expect(describeRequestCounts({ total: 0, counts: [] }, { outcome: 'degraded', texts })).toEqual([
    'No degraded requests in this time range.',
  ]);
});

test('a map is its calls beside those before; an empty one is said to be', () => {
  expect(describeServiceMap(map)).toEqual([
    '2026-11-22 10:00:00 – 11:00:00 UTC: 1 service, 1 edge, beside the period before, from at least 50.0 % of the requests of each minute',
    '',
    'CALLS  BEFORE  FAILED      BEFORE   MEAN  BEFORE  RETRIES',
    '    2       3       0  1 (33.3 %)  13 ms   10 ms        0  (outside) → gateway',
  ]);
  expect(describeServiceMap({ ...map, edges: [] })).toEqual([
    '2026-11-22 10:00:00 – 11:00:00 UTC: no calls between services are known.',
  ]);
});
