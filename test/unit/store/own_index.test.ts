import { describe, expect, it } from 'vitest';
import { type IndexKind, indexNameOf, INDICES } from '../../../common/indices.ts';
import { expiredIndices, isOwnIndex } from '../../../ml-service/src/store/own_index.ts';

const DAY_MS = 86_400_000;

describe('own indices', () => {
  it.each(Object.keys(INDICES) as IndexKind[])('%s is known by its exact name', (kind) => {
    expect(isOwnIndex(indexNameOf(kind, Date.UTC(2026, 10, 22)))).toBe(true);
    expect(isOwnIndex(indexNameOf(kind, Date.UTC(2024, 1, 29)))).toBe(true);
  });

  it.each([
    'log-ai-anomalies',
    'log-ai-anomalies-copy',
    'log-ai-anomalies-2026.13',
    'log-ai-anomalies-2026.11.22',
    'log-ai-requests-2026.11',
    'log-ai-requests-2026.02.30',
    'log-ai-requests-2026.11.22-mine',
    'log-ai-requests-2026-11-22',
    'my-log-ai-requests-2026.11.22',
    'log-ai-templates-2026.11',
    'log-ai-state2',
    'logs-app-default',
  ])('%s is not one of ours', (name) => {
    expect(isOwnIndex(name)).toBe(false);
  });
});

describe('expired indices', () => {
  const requests = (...days: string[]) => days.map((day) => `log-ai-requests-${day}`);

  it('are those whose last moment is longer ago than the days kept', () => {
    const names = requests('2026.11.20', '2026.11.21', '2026.11.22', '2026.11.23');
    const expired = (now: number) => expiredIndices({ kind: 'requests', names, days: 1, now });
    expect(expired(Date.UTC(2026, 10, 22) + DAY_MS - 1)).toEqual(requests('2026.11.20'));
    expect(expired(Date.UTC(2026, 10, 23))).toEqual(requests('2026.11.20', '2026.11.21'));
  });

  it('are whole months where a month is an index', () => {
    const names = ['log-ai-anomalies-2026.01', 'log-ai-anomalies-2026.02'];
    const expired = (now: number) => expiredIndices({ kind: 'anomalies', names, days: 30, now });
    expect(expired(Date.UTC(2026, 2, 2))).toEqual([]);
    expect(expired(Date.UTC(2026, 2, 3))).toEqual(['log-ai-anomalies-2026.01']);
  });

  it('are never of another kind, another name or kept for good', () => {
    const names = [...requests('2020.01.01'), 'log-ai-requests-old', 'log-ai-state', 'logs-app-2020.01.01'];
    const now = Date.UTC(2026, 0, 1);
    expect(expiredIndices({ kind: 'template_counts', names, days: 1, now })).toEqual([]);
    expect(expiredIndices({ kind: 'state', names, days: 1, now })).toEqual([]);
    expect(expiredIndices({ kind: 'requests', names, days: 1, now })).toEqual(requests('2020.01.01'));
  });
});
