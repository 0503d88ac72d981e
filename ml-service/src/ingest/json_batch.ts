/** Keys of lists of events, on the way to them: CloudTrail, CloudWatch, Azure, exports of Elasticsearch, OTLP. */
const LIST_KEYS: readonly string[] = [
  'Records', 'records', 'logEvents', 'entries', 'hits', 'events', 'resourceLogs', 'scopeLogs', 'instrumentationLibraryLogs', 'logRecords',
]; // prettier-ignore
/** Lists lie this deep at most. */
const MAX_DEPTH = 4;

type JsonValue = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MAYBE_BATCH = new RegExp(`^\\s*(?:\\[|\\{.*"(?:${LIST_KEYS.join('|')})"\\s*:\\s*[[{])`, 's');
const HEAD_LENGTH = 4096;

/**
 * The events of a text that holds several: a list, or an object with a list of records. What stands beside the list belongs
 * to each of them, unless the record says it itself.
 *
 * @returns JSON texts, one for each event; undefined where the text is one event, or none.
 * @example
 * jsonBatchOf('{"owner":"a","logEvents":[{"message":"x"},{"message":"y"}]}')
 * // ['{"owner":"a","message":"x"}', '{"owner":"a","message":"y"}']
 */
export function jsonBatchOf(text: string): string[] | undefined {
  if (!MAYBE_BATCH.test(text.slice(0, HEAD_LENGTH))) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const records = recordsOf(value, {}, MAX_DEPTH);
  return records?.map((record) => JSON.stringify(record));
}

function recordsOf(value: unknown, around: JsonValue, depth: number): JsonValue[] | undefined {
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every(isObject)) return undefined;
    return value.flatMap(
      (item: JsonValue) => recordsOf(item, around, depth) ?? [{ ...around, ...named(item) }],
    );
  }
  if (!isObject(value) || depth === 0) return undefined;
  const key = LIST_KEYS.find((name) => typeof value[name] === 'object' && value[name] !== null);
  if (key === undefined) return undefined;
  const { [key]: list, ...beside } = value;
  return recordsOf(list, { ...around, ...named(beside) }, depth - 1);
}

/** OTLP writes attributes as a list of keys and values with their types. */
function named(record: JsonValue): JsonValue {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      if (Array.isArray(value) && value.every(isAttribute)) {
        return [name, Object.fromEntries(value.map(({ key, value: held }) => [key, plain(held)]))];
      }
      if (name === 'body' && isObject(value)) return [name, plain(value)];
      return [name, isObject(value) ? named(value) : value];
    }),
  );
}

const isAttribute = (item: unknown): item is { key: string; value: unknown } =>
  isObject(item) && typeof item['key'] === 'string' && isObject(item['value']);

function plain(value: unknown): unknown {
  const entries = isObject(value) ? Object.entries(value) : [];
  return entries.length === 1 && entries[0]![0].endsWith('Value') ? entries[0]![1] : value;
}
