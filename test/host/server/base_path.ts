import type { RequestHandler } from 'express';
import { type BasePathLocals, DEFAULT_SPACE } from './base_path_locals.ts';
import { errorAnswer } from './responses.ts';
import { send } from './serve_route.ts';

/** A space has small letters in its name; without one, Kibana looks for an app or a route of that address. */
const SPACE = /^\/s\/[a-z0-9_-]+(?=\/|$)/;

/**
 * Takes the server's path (`server.basePath`, with `server.rewriteBasePath`) and the space off addresses. What lies
 * elsewhere is not found.
 */
export function takeBasePath(server_base_path: string): RequestHandler {
  return (request, response, next) => {
    const [path, query] = splitQuery(request.url);
    if (path !== server_base_path && !path.startsWith(`${server_base_path}/`)) {
      send(response, errorAnswer(404, 'Not Found'));
      return;
    }
    const below = path.slice(server_base_path.length);
    const [space = ''] = SPACE.exec(below) ?? [];
    const locals = response.locals as BasePathLocals;
    locals.base_path = `${server_base_path}${space}`;
    locals.space = space === '' ? DEFAULT_SPACE : space.slice('/s/'.length);
    request.url = `${below.slice(space.length) || '/'}${query}`;
    next();
  };
}

function splitQuery(url: string): [path: string, query: string] {
  const at = url.indexOf('?');
  return at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at)];
}
