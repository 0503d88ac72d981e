import { z } from 'zod';
import { LogAiError } from '../../../../common/errors.ts';
import {
  MOST_REFERRING,
  type ObjectStore,
  REFERRING_TYPES,
} from '../../../../common/saved_objects/object_store.ts';
import type { SavedObjectType } from '../../../../common/saved_objects/saved_object.ts';
import type { KibanaClient, KibanaErrorBody, KibanaRequest } from './kibana_client.ts';

/** What Kibana answers, as far as it is read. */
const Type = z.string().transform((type) => type as SavedObjectType);
const References = z.array(z.object({ type: z.string(), id: z.string(), name: z.string() }));
const Failure = z.object({ statusCode: z.number(), message: z.string() });
const Found = z.object({
  type: Type,
  id: z.string(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  references: References.default([]),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
  coreMigrationVersion: z.string().optional(),
  typeMigrationVersion: z.string().optional(),
  error: Failure.optional(),
});
const BulkGet = z.object({ saved_objects: z.array(Found) });
const Imported = z.object({
  success: z.boolean(),
  errors: z
    .array(
      z.object({
        type: Type,
        id: z.string(),
        error: z.object({ type: z.string(), message: z.string().optional() }),
      }),
    )
    .default([]),
});
const BulkDelete = z.object({
  statuses: z.array(
    z.object({ type: Type, id: z.string(), success: z.boolean(), error: Failure.optional() }),
  ),
});

/** The saved objects of a space by Kibana's own interface: for a Kibana that does not have the plugin, or not its service. */
export function importedObjects(client: KibanaClient): ObjectStore {
  const ask = async <T extends z.ZodType>(schema: T, request: KibanaRequest): Promise<z.output<T>> => {
    const { status, body } = await client.send(request);
    const answer = schema.safeParse(body);
    if (status < 400 && answer.success) return answer.data;
    const said = (body as KibanaErrorBody | undefined)?.message;
    throw new LogAiError(
      'saved_objects_failed',
      said === undefined
        ? 'What answers is not Kibana: check the address.'
        : `Kibana answers ${status}: ${said}`,
      { details: { status } },
    );
  };
  return {
    space: client.space,
    read: async (keys) => {
      const { saved_objects } = await ask(BulkGet, {
        method: 'POST',
        path: '/api/saved_objects/_bulk_get',
        body: keys,
      });
      return saved_objects.flatMap(({ error, attributes, ...one }) => {
        if (attributes && !error) return [{ ...one, attributes }];
        if (error?.statusCode === 404) return [];
        throw new LogAiError(
          'saved_objects_failed',
          `Kibana could not read ${one.type} ${one.id}: ${error?.message ?? 'it gave no reason'}`,
        );
      });
    },
    write: async (objects) => {
      // An import knows no versions: what somebody saves in the moment between is overwritten.
      const lines = objects.map(({ version: _version, ...object }) => JSON.stringify(object));
      const form = new FormData();
      form.append('file', new Blob([lines.join('\n')], { type: 'application/ndjson' }), 'log_ai.ndjson');
      const { errors } = await ask(Imported, {
        method: 'POST',
        path: '/api/saved_objects/_import?overwrite=true',
        body: form,
      });
      return errors.map(({ type, id, error }) => ({ type, id, reason: error.message ?? error.type }));
    },
    remove: async (keys) => {
      const { statuses } = await ask(BulkDelete, {
        method: 'POST',
        path: '/api/saved_objects/_bulk_delete',
        body: keys,
      });
      return statuses.flatMap(({ success, error, type, id }) =>
        success || error?.statusCode === 404
          ? []
          : [{ type, id, reason: error?.message ?? 'Kibana gave no reason' }],
      );
    },
    referring: async (keys) => {
      const query = new URLSearchParams([
        ...REFERRING_TYPES.map((type) => ['type', type]),
        ['has_reference', JSON.stringify(keys)],
        ['has_reference_operator', 'OR'],
        ['per_page', String(MOST_REFERRING)],
        ['fields', 'title'],
      ]);
      const { saved_objects } = await ask(BulkGet, {
        method: 'GET',
        path: `/api/saved_objects/_find?${query.toString()}`,
      });
      return saved_objects;
    },
  };
}
