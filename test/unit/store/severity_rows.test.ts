import { expect, test } from 'vitest';
import { severityRows } from '../../../ml-service/src/store/severity_rows.ts';

const said = { label: 'critical', confidence: 1, decided_by: 'feedback' } as const;

test('what people said of live templates, and nothing that a model did', () => {
  expect(
    severityRows([
      { text: 'Disk "<disk>" is full, stopping', severity: said, services: ['storage', 'backup'] },
      { text: 'Ready', severity: { ...said, decided_by: 'model' }, services: ['web'] },
      { text: 'Gone', severity: said, services: ['web'], merged_into: 'template_other' },
      { text: 'Line of\ntwo', severity: { ...said, label: 'informational' }, services: [] },
      { text: 'Nobody said anything', services: [] },
    ]),
  ).toEqual([
    'message,level,system',
    '"Disk ""<disk>"" is full, stopping",critical,"storage"',
    '"Line of\ntwo",informational,""',
  ]);
});
