import { DEFAULT_SPACE } from '../spaces.ts';

/** How objects of Kibana name each other: by type and id, under a name that the attributes know. */
export interface ObjectReference {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** The kinds that come with Log AI. Charts are parts of their dashboard, so that they stand in no list of their own. */
export type SavedObjectType = 'dashboard' | 'search' | 'index-pattern' | 'tag';

/** One of them, by what Kibana knows it. */
export interface SavedObjectKey {
  readonly type: SavedObjectType;
  readonly id: string;
}

/** An object as Kibana imports it. */
export interface SavedObject extends SavedObjectKey {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly ObjectReference[];
  readonly coreMigrationVersion: string;
  readonly typeMigrationVersion: string;
}

/**
 * The forms in which these objects are written. Kibana brings older ones up to its own; without them it takes an object for one
 * of the oldest, and charts fail. Read in 8.12.2.
 */
const TYPE_VERSIONS: Readonly<Record<SavedObjectType, string>> = {
  dashboard: '8.9.0',
  search: '8.0.0',
  'index-pattern': '8.0.0',
  tag: '8.0.0',
};

/** An object in the form that is known here. */
export function savedObject({
  type,
  ...content
}: Omit<SavedObject, 'coreMigrationVersion' | 'typeMigrationVersion'>): SavedObject {
  return { type, ...content, coreMigrationVersion: '8.8.0', typeMigrationVersion: TYPE_VERSIONS[type] };
}

/**
 * The id of an object in a space. Ids of all spaces are one set in Kibana: the same id in two of them would be a conflict.
 *
 * @example
 * idIn('default', 'log-ai-overview') // 'log-ai-overview'
 * idIn('ops', 'log-ai-overview') // 'log-ai-overview-ops'
 */
export function idIn(space: string, id: string): string {
  return space === DEFAULT_SPACE ? id : `${id}-${space}`;
}
