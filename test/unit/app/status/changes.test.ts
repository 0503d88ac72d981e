import { expect, test } from 'vitest';
import type { Edit } from '../../../../common/documents/edit.ts';
import { changesOf, editText } from '../../../../public/status/changes.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';

const at = (minute: number) => `2026-11-22T10:0${minute}:00.000Z`;
const RENAME: Edit = {
  id: 'edit_1',
  created: at(1),
  by: 'anna',
  kind: 'rename',
  template_id: 't1',
  name: 'Paid',
};

test.each<[Edit, string]>([
  [RENAME, 'Renamed t1 to "Paid"'],
  [
    { id: 'e', created: at(1), kind: 'expect', template_id: 't1', expected: true },
    'Marked anomalies of t1 as expected',
  ],
  [
    { id: 'e', created: at(1), kind: 'expect', template_id: 't1', expected: false },
    'No longer marked anomalies of t1 as expected',
  ],
  [{ id: 'e', created: at(1), kind: 'merge', template_ids: ['t2'], into: 't1' }, 'Merged 1 template into t1'],
  [
    {
      id: 'e',
      created: at(1),
      kind: 'split',
      template_id: 't1',
      parameter: 'status',
      children: [
        { value: '500', template_id: 't3' },
        { value: '503', template_id: 't4' },
      ],
    },
    'Split t1 by status: 500, 503',
  ],
  [
    { id: 'e', created: at(1), kind: 'mask', name: 'seat', pattern: 'row-[A-Z]' },
    'Added mask seat: row-[A-Z]',
  ],
])('an edit in one line: %#', (edit, text) => {
  expect(editText(edit)).toBe(text);
});

test('edits, expectations and acknowledged incidents stand together, the newest first, with who and whether it was undone', () => {
  const { anomaly, ...rest } = SAMPLE_DOCUMENTS.anomalies;
  const anomalies = [
    { ...rest, anomaly: { ...anomaly, expectation: { by: 'bert', at: at(2) } } },
    // Expected because its template is.
    { ...rest, anomaly: { ...anomaly, expectation: undefined } },
    // Expected because somebody said so in advance: that is the change.
    { ...rest, anomaly: { ...anomaly, expectation: { by: 'kim', at: at(2), id: 'expectation_1' } } },
  ];
  const expectation = {
    ...SAMPLE_DOCUMENTS.expectations,
    id: 'expectation_1',
    created: at(5),
    suppressed: 1,
  };
  const { incidents: incident } = SAMPLE_DOCUMENTS;
  const { acknowledged: _acknowledged, ...told } = incident.incident;
  const incidents = [
    { ...incident, incident: { ...told, acknowledged: { by: 'max', at: at(6) } } },
    // Nobody looks after this one.
    { ...incident, incident: told },
  ];
  const undone: Edit = {
    ...RENAME,
    id: 'edit_2',
    by: undefined,
    created: at(3),
    undone: at(4),
    undone_by: 'olga',
  };
  expect(
    changesOf({
      reasonOf: ({ event }) => event.reason,
      edits: [undone, RENAME],
      expectations: [expectation],
      anomalies,
      incidents,
    }).map((change) => [change.kind, change.id, change.by, change.undone?.by]),
  ).toEqual([
    ['acknowledgement', incident.event.id, 'max', undefined],
    ['expectation', 'expectation_1', 'anna', 'kim'],
    ['edit', 'edit_2', undefined, 'olga'],
    ['expected_anomaly', rest.event.id, 'bert', undefined],
    ['edit', 'edit_1', 'anna', undefined],
  ]);
});
