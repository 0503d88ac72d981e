import { expect, test } from 'vitest';
import type { AnalysisReport } from '../../../../common/analysis_report.ts';
import { troubleLines } from '../../../../ml-service/src/adapters/terminal/analysis/trouble_text.ts';

const causes: AnalysisReport['failure_causes'] = [
  {
    service: 'stock',
    score: 43.8,
    evidence: [{ kind: 'error', text: 'stock "Timeout" came after "Asked" …' }],
  },
  { service: 'cart\x1b[31m', score: 8.5, evidence: [] },
];

const report: AnalysisReport = {
  version: 1,
  source: { name: 'a.log', files: [], bytes: 1, lines: 1, events: 1, events_of_requests: 1 },
  templates: [],
  incidents: [
    {
      status: 'resolved',
      reason: 'stock: 3 anomalies, 12 failed requests.',
      start: '2026-01-15T10:00:00.000Z',
      end: '2026-01-15T10:05:00.000Z',
      risk_score: 80,
      causes,
      services: ['stock'],
      anomaly_count: 3,
      failed_request_count: 12,
    },
  ],
  anomalies: [],
  verdicts: [],
  failed_requests: [],
  failed_request_count: 0,
  failure_groups: [],
  failure_causes: causes.slice(0, 1),
  shared_by_failed: [
    {
      kind: 'value',
      text: 'version = 2',
      same: 1,
      also: [{ kind: 'host', text: 'node-7', value: 'node-7' }],
      failed: 38,
      failed_of: 40,
      others: 4,
      others_of: 200,
      odds_ratio: 672,
      p_value: 1e-30,
    },
  ],
  ambiguous_zones: [],
  layouts: [],
  skipped: {},
  altered: {},
  timing: { seconds: 1, mb_per_s: 1 },
  problems: [],
};

test('where it began, of an incident and of failed requests, and what these share', () => {
  const lines = troubleLines(report, { width: 100, paint: (_style, text) => text });
  expect(lines.map((line) => line.trimEnd())).toEqual([
    'What is wrong',
    '   80  Incident: stock: 3 anomalies, 12 failed requests.',
    '       2026-01-15 10:00:00 – 10:05:00 UTC',
    '       began in stock: stock "Timeout" came after "Asked" …',
    '             or cart\\x1b[31m',
    '  Where failed requests went another way than the others',
    '       began in stock: stock "Timeout" came after "Asked" …',
    '  What failed requests had before they failed, and others lack',
    '    FAILED    OTHERS  ODDS      P  HAVE',
    '  38 of 40  4 of 200  ×672  1e-30  value  version = 2 (and 1 more)',
    '  Nothing abnormal was found.',
    '  No request failed.',
  ]);
});
