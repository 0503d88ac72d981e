import { withoutMark } from './mark.ts';
import type { StoredObject } from './object_store.ts';
import type { SavedObject } from './saved_object.ts';

/**
 * A data view belongs to two: what Log AI's dashboards and links need of it is ours, all else is the user's. So it is never
 * replaced, but merged: Discover alone changes it, by counting which fields people look at.
 */

type Attributes = Readonly<Record<string, unknown>>;
type Keyed = Readonly<Record<string, unknown>>;

function keyedIn(attributes: Attributes, name: string): Keyed {
  const text = attributes[name];
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Keyed) : {};
  } catch {
    return {};
  }
}

/** Formats and computed fields: each has its own owner. */
const MERGED = ['fieldFormatMap', 'runtimeFieldMap'] as const;
/** What Log AI decides; the name that people see is theirs. */
const OURS = ['title', 'timeFieldName'] as const;

/** What is there, with what Log AI needs of it. */
export function mergedDataView(stored: StoredObject, ours: SavedObject): SavedObject {
  const merged = MERGED.flatMap((name) =>
    ours.attributes[name] === undefined
      ? []
      : [[name, JSON.stringify({ ...keyedIn(stored.attributes, name), ...keyedIn(ours.attributes, name) })]],
  );
  const decided = OURS.map((name) => [name, ours.attributes[name]]);
  const {
    coreMigrationVersion = ours.coreMigrationVersion,
    typeMigrationVersion = ours.typeMigrationVersion,
  } = stored;
  return {
    ...ours,
    coreMigrationVersion,
    typeMigrationVersion,
    attributes: {
      ...stored.attributes,
      ...(Object.fromEntries([...decided, ...merged]) as Attributes),
    },
    references: [...withoutMark(stored.references), ...ours.references],
  };
}

/** Whether it has all that Log AI needs. */
export function isComplete(stored: StoredObject, ours: SavedObject): boolean {
  return (
    OURS.every((name) => stored.attributes[name] === ours.attributes[name]) &&
    MERGED.every((name) => {
      const [theirs, needed] = [keyedIn(stored.attributes, name), keyedIn(ours.attributes, name)];
      return Object.entries(needed).every(([key, value]) => isSame(theirs[key], value));
    })
  );
}

/** Whether there is something in it that a user made: fields, formats, labels, filters, another name. */
export function hasUsersPart(stored: StoredObject, ours: SavedObject): boolean {
  const { attributes } = stored;
  const labels = Object.values(keyedIn(attributes, 'fieldAttrs')) as { readonly customLabel?: unknown }[];
  return (
    attributes['name'] !== ours.attributes['name'] ||
    Object.keys(keyedIn(attributes, 'sourceFilters')).length > 0 ||
    labels.some(({ customLabel }) => customLabel !== undefined) ||
    MERGED.some((name) => {
      const known = keyedIn(ours.attributes, name);
      return Object.keys(keyedIn(attributes, name)).some((key) => !(key in known));
    })
  );
}

/** Kibana writes keys in an order of its own. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const [left, right] = [one as Keyed, other as Keyed];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => isSame(left[key], right[key]));
}
