import type { HttpFetchOptions } from '../../../public/kibana/contract.ts';
import type { BasePath } from './base_path.ts';

/** What every failed call throws. Without `response` nothing answered, or the call was aborted. */
class HttpFetchError extends Error {
  override readonly name: string;
  readonly request: Request;
  readonly response: Response | undefined;
  readonly body: unknown;

  constructor(
    message: string,
    {
      name,
      request,
      response,
      body,
    }: { name: string; request: Request; response?: Response; body?: unknown },
  ) {
    super(message);
    this.name = name;
    this.request = request;
    this.response = response;
    this.body = body;
  }
}

type Call = HttpFetchOptions & { readonly path: string };

/** What tells the server which Kibana asks. */
interface Caller {
  readonly kibana_version: string;
  readonly build_number: number;
  readonly base_path: BasePath;
}

/** `core.http`: calls of the server, with what it asks of its own pages. */
export function createHttp(caller: Caller) {
  return {
    basePath: caller.base_path,
    fetch: async (path: string, options?: HttpFetchOptions): Promise<unknown> =>
      send(requestOf(callOf(path, options), caller)),
  };
}

const OPTIONS: ReadonlySet<string> = new Set<keyof HttpFetchOptions>([
  'method',
  'query',
  'body',
  'headers',
  'signal',
]);

function callOf(path: unknown, options: unknown): Call {
  if (typeof path === 'object' && options === undefined) {
    throw new Error('The host does not imitate fetch with one object.');
  }
  if (typeof path !== 'string' || (typeof options !== 'object' && options !== undefined)) {
    throw new Error(
      `Invalid fetch arguments, must either be (string, object) or (object, undefined), received (${typeof path}, ${typeof options})`,
    );
  }
  const unknown = Object.keys(options ?? {}).find((name) => !OPTIONS.has(name));
  if (unknown !== undefined) throw new Error(`The host does not imitate the option ${unknown} of fetch.`);
  const call = { ...options, path } as Call;
  refuseHeaders(call, 'kbn-', (name) => name.startsWith('kbn-'));
  refuseHeaders(call, 'x-elastic-internal-', (name) => name.includes('x-elastic-internal-origin'));
  return call;
}

function refuseHeaders(
  { headers = {} }: Call,
  beginning: string,
  isReserved: (name: string) => boolean,
): void {
  const reserved = Object.keys(headers).filter(isReserved);
  if (reserved.length === 0) return;
  throw new Error(
    `Invalid fetch headers, headers beginning with "${beginning}" are not allowed: [${reserved.join(',')}]`,
  );
}

function requestOf({ path, query = {}, headers, ...options }: Call, caller: Caller): Request {
  // A path is a path: a query in it would be a part of its last name.
  const pathname = caller.base_path.prepend(path).replaceAll(/[?#]/g, encodeURIComponent);
  return new Request(`${pathname}${queryOf(query)}`, {
    method: 'GET',
    credentials: 'same-origin',
    ...options,
    headers: {
      'Content-Type': 'application/json',
      ...headers,
      'kbn-version': caller.kibana_version,
      'kbn-build-number': String(caller.build_number),
      'x-elastic-internal-origin': 'Kibana',
    },
  });
}

async function send(request: Request): Promise<unknown> {
  const response = await fetch(request).catch((error: unknown) => {
    const { name, message } = error as Error;
    throw new HttpFetchError(message, { name, request });
  });
  const body = await bodyOf(response).catch((error: unknown) => {
    const { name, message } = error as Error;
    throw new HttpFetchError(message, { name, request, response, body: null });
  });
  if (!response.ok) throw new HttpFetchError(response.statusText, { name: 'Error', request, response, body });
  return body;
}

/** Lists repeat their key; what is undefined is left out. */
function queryOf(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .flatMap(([key, value]) =>
      [value].flat().map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(textOf(one))}`),
    );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Anything but a text, a number or a boolean is lost: the plugin must write it as text. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (/^application\/(ndjson|zip)(;|$)/.test(type)) return response.blob();
  if (/^application\/json(;|$)/.test(type)) return response.json();
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
