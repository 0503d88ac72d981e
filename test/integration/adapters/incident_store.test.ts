import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INDICES, indexNameOf } from '../../../common/indices.ts';
import { composeLogAi, type LogAi } from '../../../ml-service/src/compose.ts';
import { loadConfig } from '../../../ml-service/src/config.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const START = Date.parse('2026-11-22T12:00:00Z');
const time = new Date(START).toISOString();

describe.skipIf(!ELASTICSEARCH_URL)('incident store', () => {
  let client: Client;
  let logAi: LogAi;
  beforeAll(async () => {
    client = connect();
    await setUpFresh(client);
    logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL } }));
  });
  afterAll(async () => {
    await logAi.close();
    await cleanUp(client);
    await client.close();
  });

  it('leaves out what a version before 0.2 wrote: an anomaly without a subject', async () => {
    const { subject, ...sample } = structuredClone(SAMPLE_DOCUMENTS.anomalies);
    const { first_seen: _first, last_seen: _last, judged_until: _until, ...before } = sample.anomaly;
    const event = { ...sample.event, start: time, end: time, updated: time };
    const index = indexNameOf('anomalies', START);
    const write = (id: string, document: object) =>
      client.index({ index, id, document: { ...document, '@timestamp': time, event: { ...event, id } } });
    await write('old', { ...sample, anomaly: before });
    await write('new', {
      ...sample,
      subject,
      anomaly: { ...sample.anomaly, first_seen: time, last_seen: time },
    });
    await client.indices.refresh({ index: INDICES.anomalies.name });
    const { incidents } = logAi.ports;
    const around = { from: START - 60_000, to: START + 60_000 };
    expect((await incidents.readAnomaliesIn(around)).map((one) => one.event.id)).toEqual(['new']);
    const changed = await incidents.readChangedAnomalies({ since: START - 60_000, size: 10 });
    expect(changed.map(({ anomaly }) => anomaly.event.id)).toEqual(['new']);
  });

  it('counts requests by where they broke: an error, their anomaly, or where they stopped; not those that were degraded', async () => {
    const { first_error, break_point, anomaly_id, ...request } = structuredClone(SAMPLE_DOCUMENTS.requests);
    const event = { ...request.event, start: time, end: time, created: time };
    const of = (request_id: string, fields: object = {}) => ({
      ...request,
      '@timestamp': time,
      event,
      request_id,
      first_error: { ...first_error!, '@timestamp': time },
      ...fields,
    });
    const { outcome: _outcome, ...older } = of('older');
    const { first_error: _first_error, ...without } = of('stopped');
    const stopped = { ...without, break_point };
    const deviating = { ...without, request_id: 'deviating', anomaly_id };
    const { records, incidents } = logAi.ports;
    await records.writeRequests([
      of('failed'),
      older,
      of('degraded', { outcome: 'degraded' }),
      stopped,
      deviating,
    ]);
    const failures = await incidents.readFailures({ from: START, to: START + 60_000 });
    expect(
      failures.map(({ service, count, samples }) => [
        service,
        count,
        samples.map(({ request_id }) => request_id),
      ]),
    ).toEqual([
      [first_error!.service, 2, ['failed', 'older']],
      [undefined, 1, ['deviating']],
      [undefined, 1, ['stopped']],
    ]);
    expect(failures.flatMap(({ samples }) => samples).at(-1)).toMatchObject({ break_point });
    expect(await incidents.readChangedFailures(START)).toEqual([START]);
  });
});
