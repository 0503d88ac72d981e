import { type RouteValidation, checkValidation } from './validation.ts';

export type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';

/** What a plugin says of a route. */
export interface RouteConfig {
  readonly path: string;
  readonly validate: RouteValidation;
  readonly options?: object;
  readonly security?: object;
}

/** Context, request and responses in, one of the responses out. */
export type RouteHandler = (context: object, request: object, responses: object) => unknown;

/** A route that a plugin registered. */
export interface Route {
  readonly method: Method;
  readonly config: RouteConfig;
  readonly handler: RouteHandler;
}

const METHODS: readonly Method[] = ['get', 'post', 'put', 'delete', 'patch'];
/** Whole segments `{name}`. Kibana knows more forms; a plugin that uses them gets told. */
const PATH = /^(?:\/(?:[\w.~-]+|\{\w+\}))+$/;

/** `core.http.createRouter` of all plugins, and what was registered through it. */
export class RouteTable {
  readonly routes: Route[] = [];

  createRouter(): Record<Method, (config: RouteConfig, handler: RouteHandler) => void> {
    const registrars = METHODS.map((method) => [
      method,
      (config: RouteConfig, handler: RouteHandler) => this.add({ method, config, handler }),
    ]);
    return Object.fromEntries(registrars) as ReturnType<RouteTable['createRouter']>;
  }

  private add(route: Route): void {
    const { method, config } = route;
    checkValidation(config.validate, `[${method}] at [${config.path}]`);
    if (!PATH.test(config.path)) throw new Error(`The host does not imitate paths like ${config.path}.`);
    if (this.routes.some((other) => other.method === method && other.config.path === config.path)) {
      throw new Error(`New route ${config.path} conflicts with existing ${config.path}`);
    }
    this.routes.push(route);
  }
}
