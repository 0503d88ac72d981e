import type { EndpointContract } from './endpoints.ts';

type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;

/** What an endpoint may be called with, whatever it takes. */
export interface EndpointParts {
  readonly id?: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
}

/** The path of an endpoint below its base, with its id. */
export function pathOf({ path }: EndpointContract, { id }: Pick<EndpointParts, 'id'>): string {
  return id === undefined ? path : path.replace('{id}', encodeURIComponent(id));
}

/**
 * The path of an endpoint below its base, with id and query. Lists are repeated parameters.
 *
 * @example
 * addressOf(ENDPOINTS.templates, { query: { ids: ['a', 'b'], size: 2 } }) // '/templates?ids=a&ids=b&size=2'
 */
export function addressOf(endpoint: EndpointContract, { id, query = {} }: EndpointParts): string {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  const address = pathOf(endpoint, id === undefined ? {} : { id });
  return parameters.length === 0 ? address : `${address}?${parameters.join('&')}`;
}
