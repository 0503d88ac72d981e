import { describe, expect, test } from 'vitest';
import { documentStatesOf } from '../../../../public/status/document_states.ts';
import { matcherText, parkedText } from '../../../../public/status/matcher_text.ts';
import { detectorName, verdictText } from '../../../../public/status/verdict_text.ts';

test('what became of documents, the most frequent first, with what it means', () => {
  expect(documentStatesOf({ total: 4, by_status: { unknown: 1, parsed: 3 } })).toEqual([
    { status: 'parsed', meaning: 'With a template', count: 3, share: 0.75 },
    { status: 'unknown', meaning: 'No template yet; learned in the next run', count: 1, share: 0.25 },
  ]);
  expect(documentStatesOf({ total: 1, by_status: { 'skipped:later': 1 } })[0]?.meaning).toBe('skipped:later');
});

describe('what a detector could say', () => {
  test.each([
    [{ verdict: 'judged', minutes: 1 }, 'analyzed 1 minute'],
    [
      { verdict: 'insufficient_history', minutes: 1, known_minutes: 12, needed_minutes: 30 },
      'not enough data yet: 12 of 30 minutes of history',
    ],
    [{ verdict: 'unknown_minute', minutes: 3 }, 'skipped 3 minutes without lines'],
  ] as const)('%o', (verdict, text) => {
    expect(verdictText({ detector: 'frequency', ...verdict })).toBe(text);
  });
  test('under a name that can be read', () => {
    expect(detectorName({ detector: 'new_template' })).toBe('new template');
  });
});

test('what is out of the ordinary with the matcher', () => {
  expect(matcherText({})).toBe('not published yet');
  expect(matcherText({ generation: 7, evicted: 1000 })).toMatch(
    /^generation 7; 1,000 templates were removed/,
  );
  const held = { runs: 5, since: '2026-11-22T10:00:00.000Z' };
  expect(matcherText({ generation: 7, held })).toMatch(
    /^generation 5 \(rolled back\); run "log-ai matcher resume"/,
  );
  expect(parkedText({ index: 'logs-a', reason: 'cluster_block_exception', documents: 1 })).toBe(
    '1 document in logs-a: Elasticsearch rejected the labels (cluster_block_exception)',
  );
});
