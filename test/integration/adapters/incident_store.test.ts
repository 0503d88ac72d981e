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
});
