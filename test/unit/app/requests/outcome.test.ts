import { expect, test } from 'vitest';
import type { RequestStoryResponse } from '../../../../common/api.ts';
import { outcomeOf } from '../../../../public/requests/outcome.ts';

type Level = RequestStoryResponse['lines'][number]['level'];

function story(lines: readonly (readonly [service: string, level: Level])[], is_truncated = false) {
  return {
    hops: [{ service: 'gateway' }, { service: 'cart' }] as unknown as RequestStoryResponse['hops'],
    lines: lines.map(([service, level], index) => ({
      '@timestamp': '2026-01-15T14:46:00.000Z',
      service,
      level,
      reference: { _index: 'logs', _id: String(index) },
    })) as RequestStoryResponse['lines'],
    error_count: lines.filter(([, level]) => level === 'ERROR').length,
    is_truncated,
  };
}

test.each([
  ['ok', [['gateway', 'INFO'], ['cart', 'INFO'], ['gateway', 'INFO']], false], // prettier-ignore
  ['degraded', [['gateway', 'INFO'], ['cart', 'ERROR'], ['gateway', 'INFO']], false], // prettier-ignore
  ['failed', [['gateway', 'INFO'], ['cart', 'ERROR'], ['gateway', 'ERROR']], false], // prettier-ignore
  [
    'with errors',
    [
      ['gateway', 'INFO'],
      ['cart', 'ERROR'],
    ],
    true,
  ],
] as const)('a request is %s', (outcome, lines, is_truncated) => {
  expect(outcomeOf(story(lines, is_truncated))).toBe(outcome);
});
