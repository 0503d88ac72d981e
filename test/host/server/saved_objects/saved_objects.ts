import type {
  KibanaSavedObject,
  SavedObjectFailure,
  SavedObjectId,
  SavedObjectReference,
  SavedObjectsClient,
} from '../../../../server/kibana/contract.ts';
import { DEFAULT_SPACE } from '../base_path_locals.ts';

/** Types of Kibana that objects of ours have, or that may refer to them. */
const TYPES = new Set(['dashboard', 'index-pattern', 'lens', 'map', 'search', 'tag', 'visualization']);

/**
 * Attributes of types that take no others: Elasticsearch maps tags strictly, and Kibana has a schema of dashboards. Others keep
 * what they are given.
 */
const ATTRIBUTES: Readonly<Partial<Record<string, readonly string[]>>> = {
  dashboard: [
    'title',
    'description',
    'kibanaSavedObjectMeta',
    'timeRestore',
    'timeFrom',
    'timeTo',
    'refreshInterval',
    'controlGroupInput',
    'panelsJSON',
    'optionsJSON',
    'hits',
    'version',
  ],
  tag: ['name', 'description', 'color'],
};

/** An object as it is written. */
export interface NewSavedObject extends SavedObjectId {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references?: readonly SavedObjectReference[];
  readonly coreMigrationVersion?: string;
  readonly typeMigrationVersion?: string;
  readonly version?: string | undefined;
}

type Kept = KibanaSavedObject & { readonly namespaces: readonly string[] };

/** Kibana's ids are one set for all spaces, by type. */
const keyOf = ({ type, id }: SavedObjectId) => `${type}:${id}`;

/** Boom's payload, as Kibana puts it in the place of an object. */
function failure({ type, id }: SavedObjectId, statusCode: number, message: string): SavedObjectFailure {
  const error = { 400: 'Bad Request', 404: 'Not Found', 409: 'Conflict' }[statusCode];
  return { id, type, error: { statusCode, error, message } as SavedObjectFailure['error'] };
}

/**
 * Kibana's saved objects in memory, as far as Log AI uses them: one set of ids, each object in one space, the moments and the
 * version of each write, and what 8.12.2 answers for what is not there or not to be written.
 */
export class SavedObjects {
  readonly #objects = new Map<string, Kept>();
  #writes = 0;

  /** The client that a request gets for its space. */
  clientIn(space: string) {
    return {
      getCurrentNamespace: () => (space === DEFAULT_SPACE ? undefined : space),
      bulkGet: (objects) => Promise.resolve({ saved_objects: objects.map((one) => this.#get(one, space)) }),
      bulkCreate: (objects, { overwrite }) =>
        Promise.resolve({ saved_objects: this.create(objects, { space, overwrite }) }),
      bulkDelete: (objects) => Promise.resolve({ statuses: objects.map((one) => this.#delete(one, space)) }),
      find: ({ type, hasReference, perPage }) =>
        Promise.resolve({ saved_objects: this.#find({ type, hasReference, space }).slice(0, perPage) }),
    } satisfies SavedObjectsClient;
  }

  /** All objects of one call have the same moment. */
  create(
    objects: readonly NewSavedObject[],
    { space, overwrite }: { readonly space: string; readonly overwrite: boolean },
  ): (KibanaSavedObject | SavedObjectFailure)[] {
    const now = this.#now();
    return objects.map((one) => {
      if (!TYPES.has(one.type)) return failure(one, 400, `Unsupported saved object type: '${one.type}'`);
      const there = this.#objects.get(keyOf(one));
      const isElsewhere = there && !there.namespaces.includes(space);
      const isLate = there && overwrite && one.version !== undefined && one.version !== there.version;
      if (there && (isElsewhere || !overwrite || isLate)) {
        return failure(one, 409, `Saved object [${one.type}/${one.id}] conflict`);
      }
      const unknown = Object.keys(one.attributes).find(
        (name) => ATTRIBUTES[one.type]?.includes(name) === false,
      );
      if (unknown !== undefined) {
        return failure(one, 400, `[attributes.${unknown}]: definition for this key is missing`);
      }
      return this.#keep({
        id: one.id,
        type: one.type,
        namespaces: [space],
        attributes: one.attributes,
        references: one.references ?? [],
        ...(one.coreMigrationVersion !== undefined && { coreMigrationVersion: one.coreMigrationVersion }),
        ...(one.typeMigrationVersion !== undefined && { typeMigrationVersion: one.typeMigrationVersion }),
        created_at: now,
        updated_at: now,
      });
    });
  }

  /** What an app of Kibana does when its user saves: attributes are changed, references replaced where they are given. */
  update(
    key: SavedObjectId,
    change: {
      readonly attributes?: Readonly<Record<string, unknown>>;
      readonly references?: readonly SavedObjectReference[];
    },
  ): void {
    const there = this.#objects.get(keyOf(key));
    if (!there) throw new Error(`Saved object [${key.type}/${key.id}] not found`);
    this.#keep({
      ...there,
      attributes: { ...there.attributes, ...change.attributes },
      references: change.references ?? there.references,
      updated_at: this.#now(),
    });
  }

  #keep(object: Omit<Kept, 'version'>): Kept {
    this.#writes += 1;
    const version = Buffer.from(JSON.stringify([this.#writes, 1])).toString('base64');
    const kept = deepFreeze(structuredClone({ ...object, version }));
    this.#objects.set(keyOf(object), kept);
    return kept;
  }

  #get(key: SavedObjectId, space: string): KibanaSavedObject | SavedObjectFailure {
    if (!TYPES.has(key.type)) return failure(key, 400, `Unsupported saved object type: '${key.type}'`);
    const there = this.#objects.get(keyOf(key));
    return there?.namespaces.includes(space)
      ? there
      : failure(key, 404, `Saved object [${key.type}/${key.id}] not found`);
  }

  #delete(key: SavedObjectId, space: string) {
    const there = this.#get(key, space);
    const { type, id } = key;
    if ('error' in there) return { success: false, id, type, error: there.error };
    this.#objects.delete(keyOf(key));
    return { success: true, id, type };
  }

  #find({
    type,
    hasReference,
    space,
  }: {
    readonly type: readonly string[];
    readonly hasReference: readonly SavedObjectId[];
    readonly space: string;
  }): KibanaSavedObject[] {
    const wanted = new Set(hasReference.map(keyOf));
    return [...this.#objects.values()].filter(
      (one) =>
        type.includes(one.type) &&
        one.namespaces.includes(space) &&
        one.references.some((reference) => wanted.has(keyOf(reference))),
    );
  }

  /** Two writes are never of one moment, or a test could not tell them apart. */
  #now(): string {
    return new Date(Date.now() + this.#writes).toISOString();
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
