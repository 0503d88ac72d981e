import { describe, expect, test } from 'vitest';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import { mergeRequest } from '../../../ml-service/src/correlate/request_record.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';

const { anomaly_id: _anomaly_id, ...SAMPLE } = SAMPLE_DOCUMENTS.requests;

describe('a request that is stored and was put together again', () => {
  test.each<[string, Partial<RequestDocument>, Partial<RequestDocument>, Partial<RequestDocument>]>([
    [
      'of fewer lines stays',
      { line_count: 7, outcome: 'failed' },
      { line_count: 6, outcome: 'degraded' },
      { line_count: 7, outcome: 'failed' },
    ],
    [
      'of the same lines stays as it was decided',
      { outcome: 'failed' },
      { outcome: 'degraded' },
      { outcome: 'failed' },
    ],
    [
      'of the same lines is decided anew where that was for want of knowledge',
      { outcome: 'failed', is_interim: true },
      { outcome: 'degraded' },
      { outcome: 'degraded' },
    ],
    [
      'of more lines is decided anew',
      { line_count: 7 },
      { line_count: 8, outcome: 'degraded' },
      { line_count: 8, outcome: 'degraded' },
    ],
    [
      'of more lines stays part of its anomaly, and failed',
      { line_count: 7, anomaly_id: 'sequence_1' },
      { line_count: 8, outcome: 'degraded' },
      { line_count: 8, outcome: 'failed', anomaly_id: 'sequence_1' },
    ],
    [
      'of fewer lines becomes part of an anomaly, and failed',
      { line_count: 8, outcome: 'degraded' },
      { line_count: 7, outcome: 'failed', anomaly_id: 'sequence_1' },
      { line_count: 8, outcome: 'failed', anomaly_id: 'sequence_1' },
    ],
  ])('%s', (_what, stored, ours, expected) => {
    const merged = mergeRequest({ ...SAMPLE, ...stored }, { ...SAMPLE, ...ours });
    expect(merged).toEqual({ ...SAMPLE, ...expected });
    expect(mergeRequest(merged, { ...SAMPLE, ...ours })).toEqual(merged);
  });
});
