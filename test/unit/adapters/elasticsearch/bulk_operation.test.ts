import { describe, expect, it } from 'vitest';
import {
  type BulkOperation,
  encodeOperation,
  judgeItem,
} from '../../../../ml-service/src/adapters/elasticsearch/bulk/bulk_operation.ts';

const document = { message: 'é' };
const guard = { if_seq_no: 0, if_primary_term: 1 };
const index: BulkOperation = { action: 'index', index: 'a', id: '1', document };
const create: BulkOperation = { action: 'create', index: 'a', document };
const update: BulkOperation = { action: 'update', index: 'a', id: '1', document, ...guard };
const remove: BulkOperation = { action: 'delete', index: 'a', id: '1' };

describe('an operation on the wire', () => {
  it.each([
    [index, '{"index":{"_index":"a","_id":"1"}}\n{"message":"é"}'],
    [create, '{"create":{"_index":"a"}}\n{"message":"é"}'],
    [
      update,
      '{"update":{"_index":"a","_id":"1","if_seq_no":0,"if_primary_term":1}}\n{"doc":{"message":"é"}}',
    ],
    [remove, '{"delete":{"_index":"a","_id":"1"}}'],
  ])('%j', (operation, lines) => {
    expect(encodeOperation(operation)).toEqual({ operation, lines, bytes: Buffer.byteLength(`${lines}\n`) });
  });
});

describe('the verdict on an item', () => {
  it.each([
    [index, 200, 'written'],
    [index, 201, 'written'],
    [index, 409, 'conflict'],
    [create, 409, 'already_there'],
    [update, 409, 'conflict'],
    [update, 404, 'conflict'],
    [remove, 404, 'written'],
    [index, 404, 'refused'],
    [index, 429, 'again'],
    [index, 502, 'again'],
    [index, 503, 'again'],
    [index, 504, 'again'],
    [index, 401, 'denied'],
    [index, 403, 'denied'],
    [index, 400, 'refused'],
    [index, 413, 'refused'],
    [index, 500, 'refused'],
  ] as const)('$action with %i: %s', (operation, status, verdict) => {
    expect(judgeItem(operation, { status })).toBe(verdict);
  });
});
