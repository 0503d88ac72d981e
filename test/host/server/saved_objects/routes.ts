import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { SavedObjectId } from '../../../../server/kibana/contract.ts';
import { type BasePathLocals, DEFAULT_SPACE } from '../base_path_locals.ts';
import { errorAnswer } from '../responses.ts';
import { refuseForgery, send } from '../serve_route.ts';
import type { NewSavedObject, SavedObjects } from './saved_objects.ts';

/** What an import says of an object that was not written. */
function importErrorOf({
  type,
  id,
  error,
}: {
  type: string;
  id: string;
  error: { statusCode: number; message: string };
}) {
  const said =
    error.statusCode === 409
      ? { type: 'conflict' }
      : { type: 'unknown', statusCode: error.statusCode, message: error.message };
  return { type, id, meta: {}, error: said };
}

/** The lines of the file in a form. */
async function objectsIn(request: Request): Promise<NewSavedObject[] | string> {
  const body = request.body as Buffer;
  const form = await new globalThis.Response(new Uint8Array(body), {
    headers: { 'content-type': request.get('content-type') ?? '' },
  }).formData();
  const file = form.get('file') as File;
  if (!file.name.endsWith('.ndjson')) return 'Invalid file extension';
  const text = await file.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as NewSavedObject);
}

/**
 * Kibana's own routes of saved objects, as far as the command line uses them. There are no users here.
 *
 * @param spaces - Those that there are besides the one from the beginning.
 */
export function savedObjectsRoutes(
  saved_objects: SavedObjects,
  { kibana_version, spaces }: { readonly kibana_version: string; readonly spaces: readonly string[] },
): Router {
  const router = Router();
  const spaceOf = (response: Response) => (response.locals as BasePathLocals).space;
  const guarded =
    (work: (request: Request, response: Response) => Promise<unknown>): RequestHandler =>
    async (request, response) => {
      const refusal = refuseForgery(request, kibana_version);
      if (refusal) send(response, refusal);
      else response.json(await work(request, response));
    };
  const json = express.json({ limit: '1mb' });
  const form = express.raw({ type: 'multipart/form-data', limit: '25mb' });
  const keysOf = (request: Request) => request.body as SavedObjectId[];

  router.get('/api/spaces/space/:id', (request, response) => {
    const { id } = request.params;
    if ([DEFAULT_SPACE, ...spaces].includes(id)) response.json({ id, name: id });
    else send(response, errorAnswer(404, 'Not Found'));
  });
  router.post(
    '/api/saved_objects/_bulk_get',
    json,
    guarded((request, response) => saved_objects.clientIn(spaceOf(response)).bulkGet(keysOf(request))),
  );
  router.post(
    '/api/saved_objects/_bulk_delete',
    json,
    guarded((request, response) => saved_objects.clientIn(spaceOf(response)).bulkDelete(keysOf(request))),
  );
  router.get(
    '/api/saved_objects/_find',
    guarded((request, response) => {
      const { type, has_reference, per_page } = request.query;
      return saved_objects.clientIn(spaceOf(response)).find({
        type: [type].flat() as string[],
        hasReference: JSON.parse(has_reference as string) as SavedObjectId[],
        hasReferenceOperator: 'OR',
        perPage: Number(per_page),
        fields: [],
      });
    }),
  );
  router.post(
    '/api/saved_objects/_import',
    form,
    guarded(async (request, response) => {
      const objects = await objectsIn(request);
      if (typeof objects === 'string') return errorAnswer(400, objects).body;
      const overwrite = request.query['overwrite'] === 'true';
      const results = saved_objects.create(objects, { space: spaceOf(response), overwrite });
      const errors = results.flatMap((one) => ('error' in one ? [importErrorOf(one)] : []));
      const successCount = results.length - errors.length;
      return { success: errors.length === 0, successCount, ...(errors.length > 0 && { errors }) };
    }),
  );
  return router;
}
