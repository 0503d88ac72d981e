import type { Anomaly, Expectation, Incident } from '../../common/api.ts';
import type { Edit } from '../../common/documents/edit.ts';
import { aboutText, kindText } from '../expectations/expectation_words.ts';
import { titleOf } from '../incidents/headline.ts';
import { translate } from '../kibana/i18n.ts';
import { severityName } from '../severity/severity_name.ts';

/** Something that a person changed. */
export interface Change {
  /** Of the edit, of the anomaly, of the incident, or of what was said in advance. */
  readonly id: string;
  readonly kind: 'edit' | 'expected_anomaly' | 'expectation' | 'acknowledgement';
  readonly what: string;
  /** Absent where nobody was named, as by the command line. */
  readonly by?: string | undefined;
  readonly at: string;
  readonly undone?: { readonly at: string; readonly by?: string | undefined } | undefined;
}

/** What an edit did, in one line. */
export function editText(edit: Edit): string {
  switch (edit.kind) {
    case 'rename':
      return translate('logAi.status.changes.rename', {
        defaultMessage: 'Renamed {template} to "{name}"',
        values: { template: edit.template_id, name: edit.name },
      });
    case 'expect':
      return edit.expected
        ? translate('logAi.status.changes.expect', {
            defaultMessage: 'Marked anomalies of {template} as expected',
            values: { template: edit.template_id },
          })
        : translate('logAi.status.changes.unexpect', {
            defaultMessage: 'No longer marked anomalies of {template} as expected',
            values: { template: edit.template_id },
          });
    case 'severity':
      return translate('logAi.status.changes.severity', {
        defaultMessage: 'Set the severity of {template} to {severity}',
        values: { template: edit.template_id, severity: severityName(edit.severity) },
      });
    case 'merge':
      return translate('logAi.status.changes.merge', {
        defaultMessage: 'Merged {count, plural, one {# template} other {# templates}} into {into}',
        values: { count: edit.template_ids.length, into: edit.into },
      });
    case 'split':
      return translate('logAi.status.changes.split', {
        defaultMessage: 'Split {template} by {parameter}: {values}',
        values: {
          template: edit.template_id,
          parameter: edit.parameter,
          values: edit.children.map(({ value }) => value).join(', '),
        },
      });
    case 'mask':
      return translate('logAi.status.changes.mask', {
        defaultMessage: 'Added mask {name}: {pattern}',
        values: { name: edit.name, pattern: edit.pattern },
      });
  }
}

/**
 * Edits, what was said in advance, expected anomalies and acknowledged incidents, the newest first. What is expected because its template is, or
 * because somebody said so in advance, has no change of its own.
 *
 * @example
 * changesOf({ edits, expectations: [], anomalies: [], incidents: [], reasonOf })[0]?.by // 'anna'
 */
export function changesOf({
  edits,
  expectations,
  anomalies,
  incidents,
  reasonOf,
}: {
  readonly edits: readonly Edit[];
  readonly expectations: readonly Expectation[];
  readonly anomalies: readonly Anomaly[];
  readonly incidents: readonly Incident[];
  /** Why an anomaly is one, in a sentence. */
  readonly reasonOf: (anomaly: Anomaly) => string;
}): readonly Change[] {
  const changes = [
    ...edits.map((edit): Change => ({
      id: edit.id,
      kind: 'edit',
      what: editText(edit),
      by: edit.by,
      at: edit.created,
      ...(edit.undone !== undefined && { undone: { at: edit.undone, by: edit.undone_by } }),
    })),
    ...expectations.map((said): Change => ({
      id: said.id,
      kind: 'expectation',
      what: `${kindText(said)}: ${aboutText(said.about)}`,
      by: said.by,
      at: said.created,
      ...(said.undone !== undefined && { undone: { at: said.undone, by: said.undone_by } }),
    })),
    ...incidents.flatMap(({ event, incident }): Change[] =>
      incident.acknowledged
        ? [
            {
              id: event.id,
              kind: 'acknowledgement',
              what: translate('logAi.status.changes.acknowledged', {
                defaultMessage: 'Acknowledged: {title}',
                values: { title: titleOf({ incident }) },
              }),
              ...incident.acknowledged,
            },
          ]
        : [],
    ),
    ...anomalies.flatMap((found): Change[] => {
      const { event, anomaly } = found;
      const { expectation } = anomaly;
      return expectation && expectation.id === undefined
        ? [
            {
              id: event.id,
              kind: 'expected_anomaly',
              what: translate('logAi.status.changes.expected', {
                defaultMessage: 'Expected: {reason}',
                values: { reason: reasonOf(found) },
              }),
              by: expectation.by,
              at: expectation.at,
            },
          ]
        : [];
    }),
  ];
  return changes.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** What has to be read anew when a change is taken back. */
export const CHANGED_BY_UNDO = [
  'edits',
  'expectations',
  'anomalies',
  'anomaly',
  'incidents',
  'incident',
  'templates',
  'template',
  'jobs',
] as const;
