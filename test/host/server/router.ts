import type { RouteConfig, RouteHandler, Router } from '../../../server/kibana/contract.ts';
import { checkValidation } from './validation.ts';

const METHODS = ['get', 'post', 'put', 'delete'] as const;

type Method = (typeof METHODS)[number];

/** A route that a plugin registered. */
export interface Route {
  readonly method: Method;
  readonly config: RouteConfig;
  readonly handler: RouteHandler;
}

/** Whole segments `{name}`. Kibana knows more forms; a plugin that uses them gets told. */
const PATH = /^(?:\/(?:[\w.~-]+|\{\w+\}))+$/;
const PARAMETER = /\{(\w+)\}/g;

/** `core.http.createRouter` of all plugins, and what was registered through it. */
export class RouteTable {
  readonly routes: Route[] = [];

  createRouter(): Router {
    const registrars = METHODS.map((method) => [
      method,
      (config: RouteConfig, handler: RouteHandler) => this.add({ method, config, handler }),
    ]);
    return Object.fromEntries(registrars) as Router;
  }

  private add(route: Route): void {
    const { method, config } = route;
    checkValidation(config.validate, `[${method}] at [${config.path}]`);
    checkPath(config.path);
    const places = placesOf(config.path);
    const other = this.routes.find((one) => one.method === method && placesOf(one.config.path) === places);
    if (other) throw new Error(`New route ${config.path} conflicts with existing ${other.config.path}`);
    this.routes.push(route);
  }
}

/** What parameters are called makes no other address. */
const placesOf = (path: string) => path.replaceAll(PARAMETER, '{}');

function checkPath(path: string): void {
  if (!path.startsWith('/') || path.includes('//')) throw new Error(`Invalid path: ${path}`);
  if (!PATH.test(path)) throw new Error(`The host does not imitate paths like ${path}.`);
  const names = [...path.matchAll(PARAMETER)].map(([, name]) => name!);
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) {
    throw new Error(`Cannot repeat the same parameter name: ${repeated} in: ${path}`);
  }
}
