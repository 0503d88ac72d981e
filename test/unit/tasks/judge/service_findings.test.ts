import { expect, test } from 'vitest';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { ShareKind } from '../../../../common/shares.ts';
import type { Finding } from '../../../../ml-service/src/detect/findings/finding.ts';
import { recordFindings } from '../../../../ml-service/src/tasks/judge/record_findings.ts';
import { INCIDENT } from '../../../conformance/detector_scenarios.ts';
import { MemoryExpectations } from '../../../fixtures/memory_expectations.ts';
import { memoryAnomalies } from '../../../fixtures/memory_anomalies.ts';

const MINUTE = 60_000;

function findingOf(kind: 'service' | ShareKind, actual: number): Finding {
  return {
    type: kind === 'service' ? 'drop' : 'frequency',
    subject: { kind, service: 'checkout' },
    service: 'checkout',
    start: INCIDENT,
    end: INCIDENT + 5,
    status: 'active',
    typical: 240,
    actual,
    record_score: 90,
    risk_score: 90,
    reason: { code: 'service_silence', service: 'checkout', numbers: {}, times: {} },
    context: {},
  };
}

/** Writes one finding; the anomaly that came of it, and what was asked for its lines. */
async function recorded(finding: Finding, streams: readonly string[]) {
  const anomalies = new Map<string, AnomalyDocument>();
  const asked: unknown[] = [];
  const ports = {
    logs: {
      samples: (options: unknown) => {
        asked.push(options);
        return Promise.resolve([{ _index: '.ds-logs-a-2026.11.22-000001', _id: '1' }]);
      },
    },
    expectations: new MemoryExpectations(anomalies),
    records: { ...memoryAnomalies(anomalies), dataStreamsOf: () => Promise.resolve(streams) },
    now: () => (INCIDENT + 6) * MINUTE,
    pause: () => Promise.resolve(),
  };
  const catalog = {
    known: () => new Map(),
    resolve: (id: string) => id,
    isExpected: () => false,
    dataStreamsOf: () => undefined,
    documents: { all: () => new Map() },
  };
  await recordFindings({
    ports: ports as never,
    catalog: catalog,
    findings: [finding],
    judged_until: INCIDENT + 5,
    lookback: 130,
  });
  return { asked, anomaly: [...anomalies.values()][0]! };
}

test('an anomaly of a service is for those who may read all that it writes, not only where its samples lie', async () => {
  const { anomaly } = await recorded(findingOf('error_share', 0.85), ['logs-a', 'logs-b']);
  expect(anomaly.data_streams).toEqual(['logs-a', 'logs-b']);
});

test('a source that is begun anew each day is for those who may read the indices in which its lines lie', async () => {
  const source: Finding = {
    ...findingOf('service', 12),
    type: 'new_source',
    subject: { kind: 'source', of: 'data_stream', name: 'logs-app' },
  };
  const { service: _service, ...nameless } = source;
  const { anomaly } = await recorded(nameless, ['logs-app-2026.11.21', 'logs-app-2026.11.22', 'logs-bank']);
  expect(anomaly.data_streams).toEqual(['logs-app-2026.11.21', 'logs-app-2026.11.22']);
});

test('of a share its lines are shown, of silence the last lines before it', async () => {
  const [share, warnings, silence] = await Promise.all([
    recorded(findingOf('error_share', 0.85), ['logs-a']),
    recorded(findingOf('warning_share', 0.85), ['logs-a']),
    recorded(findingOf('service', 0), ['logs-a']),
  ]);
  expect(warnings.asked).toMatchObject([{ service: 'checkout', severities: ['warning'] }]);
  expect(share.asked).toMatchObject([
    { service: 'checkout', severities: ['error', 'critical'], range: { from: INCIDENT * MINUTE } },
  ]);
  expect(silence.asked).toMatchObject([
    { service: 'checkout', range: { from: (INCIDENT - 10) * MINUTE, to: (INCIDENT + 5) * MINUTE } },
  ]);
  expect(silence.anomaly.anomaly.samples).toHaveLength(1);
});
