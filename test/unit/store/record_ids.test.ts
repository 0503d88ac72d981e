import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur3 } from '../../../common/murmur3.ts';
import { countRecordId, deadLetterId, requestRecordId } from '../../../ml-service/src/store/record_ids.ts';

describe('murmur3', () => {
  // The values of the reference implementation (MurmurHash3_x86_128, seed 0), of all lengths modulo 16.
  it.each([
    ['', '00000000000000000000000000000000'],
    ['a', 'a794933c5556b01b5556b01b5556b01b'],
    ['hello', '2b2444a0db91def79adb31b69adb31b6'],
    ['été', 'd88eb361a0c18574e08ad5eae08ad5ea'],
    ['Hello, world!', '26acdba7f0638dfc402b42630afdd4c3'],
    ['The quick brown fox jumps over the lazy dog', '2f1583c3ecee2c675d7bf66ce5e91d2c'],
    ['I will not buy this record, it is scratched.', 'a0a9683b25ac5e40d9af2895890dddf5'],
  ])('of %j', (text, hash) => {
    expect(murmur3(text)).toBe(hash);
  });
});

describe('record ids', () => {
  const key = {
    minute: 29_922_118,
    index: 'logs-shop',
    status: 'parsed',
    template_id: 'template_a',
    service: 'checkout',
    level: 'ERROR',
    source: 'cluster',
  };

  it('are the same for the same record, today and tomorrow', () => {
    expect(countRecordId(key)).toBe('441df159a6611f4f637a47c7fd5c23bc');
    expect(requestRecordId('r-1')).toBe('0ad92ba8c06f45015a88ad3d5a88ad3d');
  });

  it.each([
    ['minute', { ...key, minute: key.minute + 1 }],
    ['index', { ...key, index: 'logs-web' }],
    ['status', { ...key, status: 'unknown' }],
    ['template', { ...key, template_id: 'template_b' }],
    ['service', { ...key, service: 'gateway' }],
    ['level', { ...key, level: 'WARN' }],
    ['source', { ...key, source: 'stream-logs-0' }],
  ])('differ by %s', (_part, other) => {
    expect(countRecordId(other)).not.toBe(countRecordId(key));
  });

  it('do not let the parts run into each other', () => {
    const text = fc.string();
    fc.assert(
      fc.property(text, text, text, text, (a, b, c, d) => {
        fc.pre(a !== c || b !== d);
        const left = countRecordId({ ...key, template_id: a, service: b });
        expect(left).not.toBe(countRecordId({ ...key, template_id: c, service: d }));
      }),
      { seed: 7 },
    );
  });

  it('are short enough for an _id, whatever they are made of', () => {
    const long = 'x'.repeat(10_000);
    expect(requestRecordId(long)).toHaveLength(32);
    expect(deadLetterId({ index: long, id: long, document: long })).toHaveLength(32);
  });

  it('tell a dead letter without an id from one whose id is empty', () => {
    const letter = { index: 'logs-app', document: '{}' };
    expect(deadLetterId({ ...letter, id: undefined })).not.toBe(deadLetterId({ ...letter, id: '' }));
  });
});
