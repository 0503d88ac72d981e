import { readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import { DEFAULT_SPACE, spacePath } from '../../../../common/spaces.ts';

/** Where Kibana is, and who asks. */
export interface KibanaAccess {
  readonly url: string;
  readonly space: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly api_key?: string | undefined;
  readonly ca_file?: string | undefined;
}

/** A request below the space. */
export interface KibanaRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
}

export interface KibanaAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A Kibana that starts answers late; after a minute it does not answer. */
const TIMEOUT_MS = 60_000;

/** What Kibana's errors say. */
export interface KibanaErrorBody {
  readonly message?: string;
  readonly attributes?: { readonly code?: string };
}

/** Speaks to Kibana over HTTP. Credentials go into the header of requests to `url` and nowhere else; redirects are not followed. */
export class KibanaClient {
  readonly space: string;
  readonly #base: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #ca: Buffer | undefined;

  /** @throws LogAiError `config_invalid` where the certificate cannot be read. */
  constructor({ url, space, username, password, api_key, ca_file }: KibanaAccess) {
    this.space = space;
    this.#base = new URL(url);
    this.#ca = ca_file === undefined ? undefined : readCertificate(ca_file);
    const authorization =
      api_key !== undefined
        ? `ApiKey ${api_key}`
        : username !== undefined
          ? `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
          : undefined;
    this.#headers = { 'kbn-xsrf': 'log-ai', ...(authorization !== undefined && { authorization }) };
  }

  /**
   * @returns The answer, whatever its status but 401 and 403.
   * @throws LogAiError `kibana_unreachable`, `kibana_refused`
   */
  async send({ method, path, body }: KibanaRequest): Promise<KibanaAnswer> {
    const sent = body === undefined ? undefined : await encode(body);
    const answer = await this.#exchange(method, path, sent).catch((cause: unknown) => {
      throw new LogAiError(
        'kibana_unreachable',
        `Kibana does not answer at ${this.#base.origin}: ${messageOf(cause)}. Check the address and, for https, the certificate (kibana.ca_file).`,
        { cause },
      );
    });
    const content = contentOf(answer.text);
    if (answer.status === 401 || answer.status === 403) throw refusal(answer.status, content);
    return { status: answer.status, body: content };
  }

  /** @throws LogAiError `not_found` where there is no such space: Kibana would write into one that nobody can open. */
  async requireSpace(): Promise<void> {
    if (this.space === DEFAULT_SPACE) return;
    const { status } = await this.send({
      method: 'GET',
      path: `/api/spaces/space/${encodeURIComponent(this.space)}`,
    });
    if (status !== 404) return;
    throw new LogAiError(
      'not_found',
      `Kibana has no space ${this.space}: name one by its identifier, as it stands in addresses (/s/<space>).`,
    );
  }

  #exchange(
    method: string,
    path: string,
    sent: { readonly bytes: Buffer; readonly type: string } | undefined,
  ): Promise<{ status: number; text: string }> {
    const address = new URL(
      `${this.#base.pathname.replace(/\/+$/, '')}${spacePath(this.space)}${path}`,
      this.#base,
    );
    const headers = {
      ...this.#headers,
      ...(sent && { 'content-type': sent.type, 'content-length': sent.bytes.length }),
    };
    const send = address.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const request = send(
        address,
        { method, headers, timeout: TIMEOUT_MS, ...(this.#ca && { ca: this.#ca }) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
          );
        },
      );
      request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
      request.on('error', reject);
      request.end(sent?.bytes);
    });
  }
}

/** JSON, or a form as it is sent. */
async function encode(body: unknown): Promise<{ bytes: Buffer; type: string }> {
  if (!(body instanceof FormData)) {
    return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' };
  }
  const form = new Response(body);
  return { bytes: Buffer.from(await form.arrayBuffer()), type: form.headers.get('content-type')! };
}

function contentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readCertificate(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new LogAiError('config_invalid', `The certificate ${path} cannot be read: check kibana.ca_file.`, {
      cause,
    });
  }
}

function refusal(status: number, content: unknown): LogAiError {
  const said = (content as KibanaErrorBody | undefined)?.message ?? 'no reason';
  return new LogAiError(
    'kibana_refused',
    status === 401
      ? 'Kibana refuses the credentials: check kibana.api_key, or kibana.username and kibana.password (without them those of elasticsearch are sent).'
      : `Kibana does not let this user do it (${said}): give them the privileges that docs/operations.md names, in the space.`,
    { details: { status } },
  );
}
