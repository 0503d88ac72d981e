import { describe, expect, test } from 'vitest';
import type { Job } from '../../../../common/api.ts';
import { shareDone } from '../../../../common/job_progress.ts';
import { steeringsOf } from '../../../../common/job_steering.ts';
import { progressText, tookText } from '../../../../public/status/job_texts.ts';

const JOB: Job = {
  id: 'backfill-1',
  kind: 'backfill',
  status: 'running',
  created: '2026-11-22T10:00:00.000Z',
  updated: '2026-11-22T10:05:00.000Z',
  total: 1000,
  done: 450,
  request: {},
};

describe('what a person may have a job do', () => {
  test.each([
    ['queued', ['pause', 'cancel']],
    ['running', ['pause', 'cancel']],
    ['paused', ['resume', 'cancel']],
    ['failed', ['resume', 'cancel']],
    ['done', []],
    ['cancelled', []],
  ] as const)('%s: %j', (status, words) => {
    expect(steeringsOf({ kind: 'backfill', status })).toEqual(words);
  });
  test('old documents must follow an edit', () => {
    expect(steeringsOf({ kind: 'relabel', status: 'running' })).toEqual(['pause']);
  });
});

test('how far a job is', () => {
  expect(progressText(JOB)).toBe('45.0 % of 1,000 documents');
  expect(progressText({ ...JOB, total: 0, done: 0 })).toBe('0 %');
  expect(shareDone({ total: 0, done: 0, status: 'done' })).toBe(1);
  expect(shareDone({ total: 10, done: 12, status: 'running' })).toBe(1);
});

test('how long it takes', () => {
  expect(tookText(JOB)).toBeUndefined();
  const started = '2026-11-22T10:01:00.000Z';
  expect(tookText({ ...JOB, started })).toBe('4 min');
  expect(tookText({ ...JOB, started, finished: '2026-11-22T10:03:00.000Z' })).toBe('2 min');
});
