import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import { CONTENT_SECURITY_POLICY } from '../page/html.ts';
import type { PageMetadata } from '../page/metadata.ts';
import type { Page, PageFile } from '../page/page_files.ts';
import { takeBasePath } from './base_path.ts';
import type { BasePathLocals } from './base_path_locals.ts';
import { errorAnswer, type WireAnswer } from './responses.ts';
import type { Route } from './router.ts';
import { type RouteContext, send, serveRoute } from './serve_route.ts';

/** A year, as Kibana says it. */
const FOR_A_YEAR = 'immutable, max-age=31536000';

/** A server that listens. */
export interface ListeningServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page of every app, what it fetches, and the plugin's routes, on 127.0.0.1.
 *
 * @param port 0 takes any that is free
 */
export async function listen({
  page,
  plugin_id,
  server_base_path,
  routes,
  own_routes,
  context,
  openApp,
  port,
}: {
  readonly page: Page;
  readonly plugin_id: string;
  /** Empty, or as `/kibana`. */
  readonly server_base_path: string;
  readonly routes: readonly Route[];
  /** What Kibana answers by itself. */
  readonly own_routes?: RequestHandler;
  readonly context: RouteContext;
  /** What keeps a request from an app, or what the page may offer its user. Without it, it offers nothing but what needs no leave. */
  readonly openApp?: (
    request: Request,
    app: string,
  ) => Promise<{ refusal: WireAnswer } | { capabilities: PageMetadata['capabilities'] }>;
  readonly port: number;
}): Promise<ListeningServer> {
  const app = express();
  app.disable('x-powered-by');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(sayHeaders);
  app.use(takeBasePath(server_base_path));
  app.get('/', (_request, response) => {
    response.redirect(`${(response.locals as BasePathLocals).base_path}/app/${plugin_id}`);
  });
  app.get('/app/{*path}', async (request, response) => {
    const opened = (await openApp?.(request, request.path.split('/')[2]!)) ?? { capabilities: {} };
    if ('refusal' in opened) {
      send(response, opened.refusal);
      return;
    }
    const { base_path } = response.locals as BasePathLocals;
    response.set('cache-control', NEVER_KEPT).send(page.html(base_path, opened.capabilities));
  });
  app.use(serveFiles(page.files));
  app.options('/{*path}', notFound); // or express would answer which methods there are
  for (const route of routes) {
    app[route.method](route.config.path.replaceAll(/\{(\w+)\}/g, ':$1'), serveRoute(route, context));
  }
  if (own_routes) app.use(own_routes);
  app.use(notFound);
  app.use(badRequest);
  return listenOn(createServer(app), server_base_path, port);
}

const NEVER_KEPT = 'private, no-cache, no-store, must-revalidate';

const notFound: RequestHandler = (_request, response) => send(response, errorAnswer(404, 'Not Found'));

/** What express itself refuses: an address that cannot be decoded. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- express knows it by its four arguments
const badRequest: ErrorRequestHandler = (_error, _request, response, _next) =>
  send(response, errorAnswer(400, 'Bad Request'));

const sayHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer-when-downgrade',
    'cross-origin-opener-policy': 'same-origin',
    'kbn-name': 'log-ai-host',
  });
  next();
};

function serveFiles(files: ReadonlyMap<string, PageFile>): RequestHandler {
  return (request, response, next) => {
    const file = request.method === 'GET' ? files.get(request.path) : undefined;
    if (!file) {
      next();
      return;
    }
    response.set('content-type', file.type);
    response.set('cache-control', file.immutable ? FOR_A_YEAR : 'must-revalidate');
    if (file.gzip && request.acceptsEncodings('gzip')) {
      response.set({ 'content-encoding': 'gzip', vary: 'accept-encoding' }).end(file.gzip);
    } else {
      response.end(file.plain());
    }
  };
}

async function listenOn(server: Server, server_base_path: string, port: number): Promise<ListeningServer> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`Port ${port} cannot be had: end what uses it or choose another port.`, { cause });
  }
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}${server_base_path}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
