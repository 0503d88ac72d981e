import type { ObjectReference, SavedObject, SavedObjectKey } from './saved_object.ts';

/** An object as it lies in Kibana. */
export interface StoredObject extends SavedObjectKey {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly ObjectReference[];
  /** When it was written whole, and when anything of it was changed. */
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  /** The forms that it is in, where Kibana says so. */
  readonly coreMigrationVersion?: string | undefined;
  readonly typeMigrationVersion?: string | undefined;
  /** With it a write is refused where somebody else wrote meanwhile. */
  readonly version?: string | undefined;
}

/** What Kibana refused, with its reason. */
export interface RefusedObject extends SavedObjectKey {
  readonly reason: string;
}

/** What may be built upon our data views, and have our tag. */
export const REFERRING_TYPES = ['dashboard', 'lens', 'map', 'search', 'visualization'];
/** More than that refer to no one data view. */
export const MOST_REFERRING = 1000;

/** The saved objects of one space. Everything is done as the user who asks. */
export interface ObjectStore {
  readonly space: string;
  /** Those of them that are there. */
  read(keys: readonly SavedObjectKey[]): Promise<readonly StoredObject[]>;
  /** Writes all at once, over what is there. */
  write(objects: readonly (SavedObject & Pick<StoredObject, 'version'>)[]): Promise<readonly RefusedObject[]>;
  remove(keys: readonly SavedObjectKey[]): Promise<readonly RefusedObject[]>;
  /** What else refers to one of these, as far as the user sees it. */
  referring(
    keys: readonly SavedObjectKey[],
  ): Promise<
    readonly { readonly references: readonly ObjectReference[]; readonly type: string; readonly id: string }[]
  >;
}
