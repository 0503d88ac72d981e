import { expect, it } from 'vitest';
import type { JobDocument } from '../../../common/documents/operation_documents.ts';
import { jobAsOf } from '../../../ml-service/src/store/job_record.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';

const UPDATED = Date.parse(SAMPLE_DOCUMENTS.jobs.updated);
const { finished: _finished, error: _error, ...JOB } = SAMPLE_DOCUMENTS.jobs;
const running: JobDocument = { ...JOB, status: 'running' };

it('a job that was heard of lately is what it says', () => {
  expect(jobAsOf(running, UPDATED + 120_000)).toEqual(running);
});

it('a job that was not heard of for two minutes has failed', () => {
  expect(jobAsOf(running, UPDATED + 120_001)).toEqual({
    ...running,
    status: 'failed',
    finished: running.updated,
    error: 'It was not heard of any more: its process ended, or lost Elasticsearch. Run it again.',
  });
});

it('a job that ended stays as it ended', () => {
  expect(jobAsOf(SAMPLE_DOCUMENTS.jobs, UPDATED + 1e12)).toEqual(SAMPLE_DOCUMENTS.jobs);
});
