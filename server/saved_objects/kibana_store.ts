import { LogAiError } from '../../common/errors.ts';
import {
  MOST_REFERRING,
  type ObjectStore,
  REFERRING_TYPES,
  type RefusedObject,
  type StoredObject,
} from '../../common/saved_objects/object_store.ts';
import type { SavedObjectKey } from '../../common/saved_objects/saved_object.ts';
import { DEFAULT_SPACE } from '../../common/spaces.ts';
import type {
  KibanaSavedObject,
  SavedObjectFailure,
  SavedObjectId,
  SavedObjectsClient,
} from '../kibana/contract.ts';
import { translate } from '../kibana/i18n.ts';

/** The saved objects of a space, as the user who asks. */
export function kibanaStore(client: SavedObjectsClient): ObjectStore {
  return {
    space: client.getCurrentNamespace() ?? DEFAULT_SPACE,
    read: async (keys) => {
      const { saved_objects } = await asUser(client.bulkGet(keys));
      return saved_objects.flatMap((one) => {
        if (!isFailure(one)) return [one as StoredObject];
        if (one.error.statusCode === 404) return [];
        throw new LogAiError(
          'saved_objects_failed',
          translate('logAi.server.savedObjects.unread', {
            defaultMessage: 'Kibana could not read {name}: {reason}',
            values: { name: nameOf(one), reason: one.error.message },
          }),
        );
      });
    },
    write: async (objects) => {
      const { saved_objects } = await asUser(client.bulkCreate(objects, { overwrite: true }));
      return saved_objects.filter(isFailure).map(refusedOf);
    },
    remove: async (keys) => {
      const { statuses } = await asUser(client.bulkDelete(keys));
      return statuses.flatMap(({ error, success, ...key }) =>
        // What is gone by now is what was wanted.
        success || error?.statusCode === 404 ? [] : [refusedOf({ ...key, error: error ?? unsaid() })],
      );
    },
    referring: async (keys) => {
      const { saved_objects } = await asUser(
        client.find({
          type: REFERRING_TYPES,
          hasReference: keys,
          hasReferenceOperator: 'OR',
          perPage: MOST_REFERRING,
          fields: ['title'],
        }),
      );
      return saved_objects;
    },
  };
}

const unsaid = () => ({
  statusCode: 500,
  message: translate('logAi.server.savedObjects.noReason', { defaultMessage: 'Kibana gave no reason' }),
});

const nameOf = ({ type, id }: SavedObjectId) => `${type} ${id}`;

function isFailure(one: KibanaSavedObject | SavedObjectFailure): one is SavedObjectFailure {
  return 'error' in one;
}

function refusedOf({ type, id, error }: SavedObjectFailure): RefusedObject {
  const reason =
    error.statusCode === 409
      ? translate('logAi.server.savedObjects.conflict', {
          defaultMessage: 'somebody changed it at the same time: try again',
        })
      : error.message;
  return { type: type as SavedObjectKey['type'], id, reason };
}

/** Kibana throws what it answers, with a status. That the user may not is theirs to know; what else it says, too. */
async function asUser<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const status = (error as { readonly output?: { readonly statusCode?: number } }).output?.statusCode;
    if (status !== 403) throw error;
    throw new LogAiError(
      'forbidden',
      translate('logAi.server.savedObjects.forbidden', {
        defaultMessage:
          'You need the privileges to write dashboards, saved searches, data views, and tags in this space: ask an administrator of Kibana for them, or to install the dashboards.',
      }),
      { cause: error },
    );
  }
}
