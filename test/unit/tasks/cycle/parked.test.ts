import { describe, expect, test } from 'vitest';
import { ParkedDocuments } from '../../../../ml-service/src/tasks/cycle/parked.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-22T10:00:00Z');
const refused = (
  _index: string,
  _id: string,
  is_of_index = false,
  reason = 'document_parsing_exception',
) => ({
  reference: { _index, _id },
  reason,
  is_of_index,
});

describe('what cannot be labelled', () => {
  test('is tried again after growing pauses, the longest of six hours', () => {
    const parked = new ParkedDocuments();
    const pauses: number[] = [];
    for (let now = NOW, round = 0; round < 12; round += 1) {
      parked.refuse([refused('logs-a', '1')], now);
      const [group] = parked.groups();
      pauses.push((group!.again - now) / MINUTE);
      expect(parked.excepted(group!.again - 1).documents).toEqual([{ index: 'logs-a', ids: ['1'] }]);
      expect(parked.excepted(group!.again).documents).toEqual([]);
      now = group!.again;
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
  });

  test('is an index where that is the cause, or where too many of its documents are refused', () => {
    const parked = new ParkedDocuments();
    expect(parked.refuse([refused('logs-closed', '1', true, 'cluster_block_exception')], NOW)).toEqual([
      'logs-closed',
    ]);
    const many = Array.from({ length: 5000 }, (_, id) => refused('logs-many', String(id)));
    expect(parked.refuse(many, NOW)).toEqual(['logs-many']);
    expect(parked.excepted(NOW)).toEqual({ indices: ['logs-closed', 'logs-many'], documents: [] });
  });

  test('takes a bounded place, however many indices there are', () => {
    const parked = new ParkedDocuments();
    for (let index = 0; index < 3000; index += 1)
      parked.refuse([refused(`logs-${index}`, '1', true)], NOW + index);
    expect(parked.excepted(NOW + 3000).indices).toHaveLength(1000);
  });

  test('is forgotten when it got its label, or is gone', () => {
    const parked = new ParkedDocuments();
    parked.refuse([refused('logs-a', '1'), refused('logs-a', '2'), refused('logs-b', '1', true)], NOW);
    parked.release([
      { _index: 'logs-a', _id: '1' },
      { _index: 'logs-b', _id: '7' },
    ]);
    expect(parked.groups()).toMatchObject([{ index: 'logs-a', documents: 1 }]);
    parked.forgetUntried(NOW + 7 * 60 * MINUTE);
    expect(parked.groups()).toEqual([]);
  });
});
