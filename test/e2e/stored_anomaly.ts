import { expect, inject } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../common/documents/request_document.ts';
import { indexNameOf } from '../../common/indices.ts';
import { requestRecordId } from '../../ml-service/src/store/record_ids.ts';

/**
 * Writes an anomaly into the world's cluster, as the service does.
 *
 * @returns What removes it.
 */
export function storeAnomaly(anomaly: AnomalyDocument): Promise<() => Promise<void>> {
  const { start, id } = anomaly.event;
  return store(`${indexNameOf('anomalies', Date.parse(start))}/_doc/${id}`, anomaly);
}

/** A failed request in the same way. */
export function storeRequest(request: RequestDocument): Promise<() => Promise<void>> {
  const { request_id, event } = request;
  return store(
    `${indexNameOf('requests', Date.parse(event.start))}/_doc/${requestRecordId(request_id)}`,
    request,
  );
}

async function store(path: string, document: object): Promise<() => Promise<void>> {
  const place = `${inject('world').elasticsearch}/${path}`;
  const answer = await fetch(`${place}?refresh=true`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  expect(answer.ok).toBe(true);
  return async () => {
    await fetch(place, { method: 'DELETE' });
  };
}
