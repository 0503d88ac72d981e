import { expect, test } from 'vitest';
import { describeIncident, incidentLine } from '../../../ml-service/src/commands/incident_text.ts';
import { ANSWERS } from '../../fixtures/memory_services.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';

const { incidents: incident, anomalies: anomaly, requests: request } = SAMPLE_DOCUMENTS;

test('an incident is two lines: when, how grave, how it is, who looks after it; what it is', () => {
  expect(incidentLine(incident)).toMatch(
    /^2026-11-22 \d\d:\d\d:\d\d – \d\d:\d\d:\d\d UTC {3}80 {2}active {4}incident_0123456789abcdef {2}\(acknowledged by anna 2026-\S+\)\n {4}inventory: 3 anomalies/,
  );
});

test('an incident is shown with where it began, its evidence and what people wrote', () => {
  const lines = describeIncident(
    { incident, anomalies: [anomaly], requests: [request] },
    ANSWERS.incident_causes,
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      'It began in inventory; services: inventory, checkout',
      'Where requests went another way than before:',
      '  inventory',
      '    inventory "Reserved <sku>" came after checkout "Reserving <sku>" in 0 of 46 requests, otherwise in 64 of 64',
      '3 anomalies:',
      expect.stringMatching(/^ {2}\d\d:\d\d {3}62 {2}checkout wrote 18 lines a minute/),
      '51 failed requests, the first ones:',
      expect.stringMatching(/^ {2}\d\d:\d\d:\d\d {2}r-1 {2}first in checkout: gateway → checkout$/),
      expect.stringMatching(/^ {2}anna 2026-\S+ {2}The database was restarted\.$/),
    ]),
  );
});
