/** Options of a call, as plugins give them. */
interface FetchOptions {
  readonly path?: string;
  readonly method?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly version?: string;
  readonly asResponse?: boolean;
  readonly asSystemRequest?: boolean;
}

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

type Handler = (pathOrOptions: string | FetchOptions, options?: FetchOptions) => Promise<unknown>;

/** `core.http`: calls of the server, with what it asks of its own pages. */
export function createHttp(kibana_version: string) {
  const fetchWith =
    (defaults: FetchOptions): Handler =>
    (pathOrOptions, options) => {
      const given = typeof pathOrOptions === 'string' ? { ...options, path: pathOrOptions } : pathOrOptions;
      return call(
        { ...defaults, ...given, ...(defaults.method && { method: defaults.method }) },
        kibana_version,
      );
    };
  const basePath = {
    serverBasePath: '',
    publicBaseUrl: undefined,
    get: () => '',
    prepend: (path: string) => path,
    remove: (path: string) => path,
  };
  return {
    basePath,
    fetch: fetchWith({}),
    get: fetchWith({ method: 'GET' }),
    head: fetchWith({ method: 'HEAD' }),
    post: fetchWith({ method: 'POST' }),
    put: fetchWith({ method: 'PUT' }),
    patch: fetchWith({ method: 'PATCH' }),
    delete: fetchWith({ method: 'DELETE' }),
  };
}

async function call(options: FetchOptions, kibana_version: string): Promise<unknown> {
  const request = requestOf(options, kibana_version);
  const response = await fetch(request).catch((error: unknown) => {
    const { name, message } = error as Error;
    throw new HttpFetchError(message, { name, request });
  });
  const body = await bodyOf(response).catch((error: unknown) => {
    const { name, message } = error as Error;
    throw new HttpFetchError(message, { name, request, response });
  });
  if (!response.ok) {
    throw new HttpFetchError(response.statusText, { name: 'Error', request, response, body });
  }
  return options.asResponse ? { fetchOptions: options, request, response, body } : body;
}

function requestOf(options: FetchOptions, kibana_version: string): Request {
  const {
    path = '',
    method = 'GET',
    query = {},
    body,
    headers = {},
    signal,
    version,
    asSystemRequest,
  } = options;
  const reserved = Object.keys(headers).filter((name) => name.startsWith('kbn-'));
  if (reserved.length > 0) {
    throw new Error(
      `Invalid fetch headers, headers beginning with "kbn-" are not allowed: [${reserved.join(',')}]`,
    );
  }
  const given: Record<string, string | undefined> = { 'Content-Type': 'application/json', ...headers };
  return new Request(`${path}${queryOf(query)}`, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >),
      'kbn-version': kibana_version,
      'x-elastic-internal-origin': 'Kibana',
      ...(version !== undefined && { 'elastic-api-version': version }),
      ...(asSystemRequest && { 'kbn-system-request': 'true' }),
    },
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
}

/** Lists repeat their key; what is undefined is left out; null is empty. */
function queryOf(query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of [value].flat()) parameters.append(key, textOf(one));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

/** Anything but a text, a number or a boolean is lost, as in Kibana: the plugin must write it as text. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (/^application\/(ndjson|zip)/.test(type)) return response.blob();
  if (/^application\/json/.test(type)) return response.json();
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
