import { expect, inject } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import { indexNameOf } from '../../common/indices.ts';

/**
 * Writes an anomaly into the world's cluster, as the service does.
 *
 * @returns What removes it.
 */
export async function storeAnomaly(anomaly: AnomalyDocument): Promise<() => Promise<void>> {
  const index = indexNameOf('anomalies', Date.parse(anomaly.event.start));
  const place = `${inject('world').elasticsearch}/${index}/_doc/${anomaly.event.id}`;
  const answer = await fetch(`${place}?refresh=true`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(anomaly),
  });
  expect(answer.ok).toBe(true);
  return async () => {
    await fetch(place, { method: 'DELETE' });
  };
}
