import type { estypes } from '@elastic/elasticsearch';
import type { Reading } from '../search/paging.ts';

/** Fields to group by, under the given names where the mapping allows, else under runtime fields. */
export interface GroupableFields {
  readonly fieldOf: Readonly<Record<string, string>>;
  readonly runtime_mappings: estypes.MappingRuntimeFields;
}

/**
 * Logs that were indexed without a template have `text` with a `.keyword` beside it, which cannot be grouped by under
 * one name together with others. There, and only there, a runtime field reads whichever of both has values.
 */
export async function findGroupableFields(
  reading: Reading,
  names: readonly string[],
): Promise<GroupableFields> {
  const { client, call, indices, doing } = reading;
  const { fields } = await call(doing, () =>
    client.fieldCaps({ index: [...indices], fields: [...names], ignore_unavailable: true }),
  );
  const fieldOf: Record<string, string> = {};
  const runtime_mappings: estypes.MappingRuntimeFields = {};
  for (const name of names) {
    const isGroupable = Object.values(fields[name] ?? {}).every(({ aggregatable }) => aggregatable);
    fieldOf[name] = isGroupable ? name : `log_ai_group.${name}`;
    if (!isGroupable) runtime_mappings[fieldOf[name]] = runtimeField(name);
  }
  return { fieldOf, runtime_mappings };
}

function runtimeField(name: string): estypes.MappingRuntimeField {
  const source = `
    String keyword = params.name + '.keyword';
    String name = doc.containsKey(keyword) ? keyword : params.name;
    if (doc.containsKey(name)) for (def value : doc[name]) emit(value.toString());`;
  return { type: 'keyword', script: { source, params: { name } } };
}
