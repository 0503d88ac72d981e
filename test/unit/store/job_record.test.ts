import { describe, expect, test } from 'vitest';
import type { JobDocument, JobStatus } from '../../../common/documents/operation_documents.ts';
import type { Steering } from '../../../common/job_steering.ts';
import {
  claimedJob,
  isHeld,
  jobAsOf,
  queuedJob,
  steeredJob,
} from '../../../ml-service/src/store/job_record.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const TTL_MS = 60_000;
const QUEUED = queuedJob({ kind: 'backfill', request: { from: 'a' }, by: 'kim', now: NOW });
const claim = (job: JobDocument, now = NOW, owner = 'one') => claimedJob(job, { owner, now, ttl_ms: TTL_MS });
const as = (status: JobStatus, fields: Partial<JobDocument> = {}): JobDocument => ({
  ...QUEUED,
  status,
  ...fields,
});

test('a job says who asked for it, and waits', () => {
  expect(QUEUED).toEqual({
    id: 'backfill-2026-11-22T10:00:00.000Z',
    kind: 'backfill',
    status: 'queued',
    by: 'kim',
    created: '2026-11-22T10:00:00.000Z',
    updated: '2026-11-22T10:00:00.000Z',
    total: 0,
    done: 0,
    epoch: 0,
    attempts: 0,
    request: { from: 'a' },
  });
});

describe('a job is taken', () => {
  test('by one: the epoch rises, and the one before holds it no longer', () => {
    const first = claim(QUEUED)!;
    expect(first).toMatchObject({ status: 'running', owner: 'one', epoch: 1, attempts: 1 });
    expect(claim(first, NOW + TTL_MS, 'two')).toBeUndefined();
    const second = claim(first, NOW + TTL_MS + 1, 'two')!;
    expect(second).toMatchObject({ owner: 'two', epoch: 2, started: first.started });
    expect([isHeld(second, first), isHeld(second, second)]).toEqual([false, true]);
  });

  test.each(['paused', 'done', 'failed', 'cancelled'] as const)('not while it is %s', (status) => {
    expect(claim(as(status), NOW + 1e9)).toBeUndefined();
  });

  test('five times without getting on, then it failed: it ends its process each time', () => {
    let job = QUEUED;
    let now = NOW;
    for (let attempt = 1; attempt <= 5; attempt += 1) job = claim(job, (now += TTL_MS + 1))!;
    expect(job).toMatchObject({ status: 'running', attempts: 5 });
    expect(claim(job, now + TTL_MS + 1)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/begun 5 times .* resume/) as string,
    });
    expect(claim({ ...job, attempts: 0 }, now + TTL_MS + 1)).toMatchObject({ status: 'running' });
  });
});

describe('a person has a job', () => {
  const LED: readonly [JobStatus, Steering, JobStatus | 'nothing' | 'refused'][] = [
    ['queued', 'pause', 'paused'],
    ['running', 'pause', 'paused'],
    ['paused', 'pause', 'nothing'],
    ['done', 'pause', 'refused'],
    ['paused', 'resume', 'queued'],
    ['failed', 'resume', 'queued'],
    ['running', 'resume', 'nothing'],
    ['queued', 'resume', 'nothing'],
    ['cancelled', 'resume', 'refused'],
    ['done', 'resume', 'refused'],
    ['queued', 'cancel', 'cancelled'],
    ['running', 'cancel', 'cancelled'],
    ['paused', 'cancel', 'cancelled'],
    ['failed', 'cancel', 'cancelled'],
    ['cancelled', 'cancel', 'nothing'],
    ['done', 'cancel', 'refused'],
  ];
  test.each(LED)('%s, %s: %s', (status, word, expected) => {
    const steer = () => steeredJob(as(status, { error: 'why' }), word, NOW + 1);
    if (expected === 'refused') expect(steer).toThrow(expect.objectContaining({ code: 'conflict' }));
    else expect(steer()?.status ?? 'nothing').toBe(expected);
  });

  test('that failed go on where it was, as if nothing had been', () => {
    const failed = as('failed', { error: 'why', finished: QUEUED.created, attempts: 5, done_until: 'x' });
    const { error, finished, ...resumed } = steeredJob(failed, 'resume', NOW)!;
    expect({ error, finished }).toEqual({});
    expect(resumed).toMatchObject({ attempts: 0, done_until: 'x' });
  });

  test('of an edit rest, but not end: old documents must follow', () => {
    const relabel = as('running', { kind: 'relabel' });
    expect(steeredJob(relabel, 'pause', NOW)).toMatchObject({ status: 'paused' });
    expect(() => steeredJob(relabel, 'cancel', NOW)).toThrow(/undo the edit/);
  });
});

test('a job whose process is gone is shown as waiting; who works on it stays inside', () => {
  const job = claim(QUEUED)!;
  const shown = jobAsOf(job, { now: NOW + TTL_MS, silent_ms: TTL_MS });
  expect(shown.status).toBe('running');
  expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['owner', 'epoch', 'attempts']));
  expect(jobAsOf(job, { now: NOW + TTL_MS + 1, silent_ms: TTL_MS }).status).toBe('queued');
  expect(jobAsOf(as('done'), { now: NOW + 1e9, silent_ms: TTL_MS }).status).toBe('done');
});
