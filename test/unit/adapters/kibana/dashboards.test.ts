import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type DashboardsTask,
  setUpDashboards,
} from '../../../../ml-service/src/adapters/kibana/dashboards.ts';
import { KibanaClient } from '../../../../ml-service/src/adapters/kibana/kibana_client.ts';
import { buildPlugin } from '../../../../scripts/plugin/build_plugin.ts';
import { takeBasePath } from '../../../host/server/base_path.ts';
import { savedObjectsRoutes } from '../../../host/server/saved_objects/routes.ts';
import { SavedObjects } from '../../../host/server/saved_objects/saved_objects.ts';
import { type Host, startHost } from '../../../host/start_host.ts';

/** `log-ai setup --kibana`: with the plugin, without it, and where Kibana refuses. */

const ALL = 14;
const OVERVIEW = { type: 'dashboard', id: 'log-ai-overview' };
const INSTALL: DashboardsTask = {
  work: 'install',
  overwrite: false,
  dry_run: false,
  log_patterns: ['logs-*'],
};
const REMOVE: DashboardsTask = { ...INSTALL, work: 'remove' };

const tally = (steps: readonly { action: string }[]) =>
  Object.fromEntries(
    [...Map.groupBy(steps, ({ action }) => action)].map(([action, { length }]) => [action, length]),
  );

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
});
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a Kibana without the plugin', () => {
  let kibana: SavedObjects;
  let url = '';
  beforeEach(async () => {
    kibana = new SavedObjects();
    const app = express();
    app.use(takeBasePath('/kibana'));
    app.use(savedObjectsRoutes(kibana, { kibana_version: '8.12.2', spaces: ['ops'] }));
    app.use((_request, response) => {
      response.status(404).json({ statusCode: 404, error: 'Not Found', message: 'Not Found' });
    });
    url = `${await listen(app)}/kibana/`;
  });
  const clientOf = (space = 'default') => new KibanaClient({ url, space });

  test('gets them as an import, looked at before, and once', async () => {
    expect(tally(await setUpDashboards(clientOf(), { ...INSTALL, dry_run: true }))).toEqual({ create: ALL });
    expect(tally(await setUpDashboards(clientOf(), INSTALL))).toEqual({ create: ALL });
    expect(tally(await setUpDashboards(clientOf(), INSTALL))).toEqual({ keep: ALL });
  });

  test('gets them in a space that there is', async () => {
    expect(tally(await setUpDashboards(clientOf('ops'), INSTALL))).toEqual({ create: ALL });
    const [there] = (await kibana.clientIn('ops').bulkGet([{ type: 'dashboard', id: 'log-ai-overview-ops' }]))
      .saved_objects;
    expect(there).toHaveProperty('attributes.title', 'Log AI – overview');
    await expect(setUpDashboards(clientOf('opps'), INSTALL)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('Kibana has no space opps') as string,
    });
  });

  test("keeps a user's changes, unless told otherwise, and lets all of it be removed", async () => {
    await setUpDashboards(clientOf(), INSTALL);
    kibana.update(OVERVIEW, { attributes: { title: 'Mine' }, references: [] });
    expect(tally(await setUpDashboards(clientOf(), INSTALL))).toEqual({ skip: 1, keep: ALL - 1 });
    const removal = await setUpDashboards(clientOf(), { ...REMOVE, dry_run: true });
    expect(removal.find(({ action }) => action === 'skip')).toMatchObject({
      id: OVERVIEW.id,
      reason: 'changed by a user',
    });
    expect(tally(await setUpDashboards(clientOf(), { ...INSTALL, overwrite: true }))).toEqual({
      update: 1,
      keep: ALL - 1,
    });
    expect(tally(await setUpDashboards(clientOf(), REMOVE))).toEqual({ delete: ALL });
  });
});

describe('a Kibana with the plugin', () => {
  const zips = mkdtempSync(join(tmpdir(), 'log-ai-dashboards-'));
  let zip = '';
  let host: Host | undefined;
  beforeAll(async () => {
    zip = (await buildPlugin({ kibana_version: '8.12.2', out_dir: zips })).path;
  });
  afterEach(() => host?.close());
  afterAll(() => rmSync(zips, { recursive: true }));

  const start = async (service: string) => {
    host = await startHost({
      zip,
      elasticsearch: { url: 'http://127.0.0.1:9' },
      service: { url: service },
      spaces: ['ops'],
    });
    return new KibanaClient({ url: host.url, space: 'ops' });
  };

  test('gets them though its service does not run yet', async () => {
    const client = await start('http://127.0.0.1:9');
    expect(tally(await setUpDashboards(client, INSTALL))).toEqual({ create: ALL });
    expect(tally(await setUpDashboards(client, REMOVE))).toEqual({ delete: ALL });
  });
});

describe('what Kibana refuses', () => {
  const answering = (status: number, body: object, seen: IncomingMessage[] = []) =>
    listen((request, response) => {
      seen.push(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });

  test.each([
    [401, 'kibana_refused', 'Kibana refuses the credentials: check kibana.api_key'],
    [403, 'kibana_refused', 'Kibana does not let this user do it (no rights)'],
    [500, 'saved_objects_failed', 'Kibana answers 500: no rights'],
  ])('%i is told as %s', async (status, code, message) => {
    const client = new KibanaClient({
      url: await answering(status, { message: 'no rights' }),
      space: 'default',
    });
    await expect(setUpDashboards(client, INSTALL)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  test('nothing answers', async () => {
    const client = new KibanaClient({ url: 'http://127.0.0.1:9', space: 'default' });
    await expect(setUpDashboards(client, INSTALL)).rejects.toMatchObject({ code: 'kibana_unreachable' });
  });

  test.each([
    [{ api_key: 'a2V5' }, 'ApiKey a2V5'],
    [{ username: 'anna', password: 'secret' }, 'Basic YW5uYTpzZWNyZXQ='],
    [{}, undefined],
  ])('%o is sent as %s', async (access, authorization) => {
    const seen: IncomingMessage[] = [];
    const url = await answering(500, { message: 'no' }, seen);
    await setUpDashboards(new KibanaClient({ url, space: 'default', ...access }), INSTALL).catch(
      () => undefined,
    );
    expect(seen[0]!.headers.authorization).toBe(authorization);
    expect(seen[0]!.headers['kbn-xsrf']).toBe('log-ai');
  });
});
