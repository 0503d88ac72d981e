import { expect, test } from 'vitest';
import { type MappingProperties, mappingOf } from '../../../common/documents/mapping.ts';
import { FILTER_FIELDS, type FilteredKind } from '../../../common/filter_fields.ts';
import { INDICES } from '../../../common/indices.ts';

/** What nobody filters by: what the service keeps for itself, and what stands there under another name, too. */
const NOT_OFFERED: Readonly<Record<FilteredKind, readonly string[]>> = {
  anomalies: [
    'anomaly.first_seen',
    'anomaly.found_status',
    'anomaly.incident_id',
    'anomaly.judged_until',
    'anomaly.last_seen',
    'anomaly.raised',
    'event.kind',
    'record_score',
    'subject.key',
    'subject.kind',
  ],
  incidents: [
    'event.kind',
    'incident.merged_into',
    'incident.raised',
    'incident.released.at',
    'incident.released.by',
  ],
  templates: [
    'edited',
    'masked',
    'merged_by',
    'merged_into',
    'recounted',
    'request_parameters.decided',
    'split_from.parameter',
    'split_from.template_id',
    'updated',
    'version',
  ],
  requests: [],
};

/** Fields that are indexed, with their types. */
function fieldsOf(properties: MappingProperties, path = ''): [string, unknown][] {
  return Object.entries(properties).flatMap(([name, { type, properties: inner, index, enabled }]) => {
    if (inner) return fieldsOf(inner as MappingProperties, `${path}${name}.`);
    return index === false || enabled === false ? [] : [[`${path}${name}`, type] as [string, unknown]];
  });
}

test.each(['anomalies', 'incidents', 'templates', 'requests'] as const)(
  '%s are filtered by what their mapping says, but for what says nothing to people',
  (kind) => {
    const mapped = fieldsOf(mappingOf(INDICES[kind].schema)).filter(
      ([field]) => !NOT_OFFERED[kind].includes(field),
    );
    expect(FILTER_FIELDS[kind]).toEqual(Object.fromEntries(mapped));
  },
);
