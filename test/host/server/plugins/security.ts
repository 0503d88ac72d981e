import type { Client } from '@elastic/elasticsearch';
import type { KibanaRequest } from '../../../../server/kibana/contract.ts';
import { errorAnswer, type WireAnswer } from '../responses.ts';
import type { Route } from '../router.ts';
import type { FeatureRegistry } from './features.ts';

/** Who sends a request, as Elasticsearch says it. */
interface User {
  readonly username: string;
  readonly roles: readonly string[];
}

interface Headers {
  readonly authorization?: string | undefined;
}

const TAG = 'access:';
const WHO = errorAnswer(401, 'Unauthorized');
const NOT_YOU = errorAnswer(403, 'Forbidden');

/**
 * The plugin `security` with basic authentication: Elasticsearch says who somebody is; what they may do in Kibana is kept here
 * instead of in Elasticsearch's application privileges.
 */
export class Security {
  readonly #anonymous: Client;
  readonly #features: FeatureRegistry;
  readonly #grants: Readonly<Partial<Record<string, readonly string[]>>>;
  readonly #known = new Map<string, User>();
  readonly #senders = new WeakMap<KibanaRequest, User>();

  /** @param input.grants - By user, privileges such as `logAi.all`. */
  constructor(input: {
    anonymous: Client;
    features: FeatureRegistry;
    grants: Readonly<Partial<Record<string, readonly string[]>>>;
  }) {
    this.#anonymous = input.anonymous;
    this.#features = input.features;
    this.#grants = input.grants;
  }

  /** The plugin's contract at setup and start. */
  readonly contract = {
    authc: {
      getCurrentUser: (request: KibanaRequest) => this.#senders.get(request) ?? null,
    },
  };

  /** Takes note of who sent a request: plugins ask for it by what they got. */
  noteSender({ headers }: { headers: Headers }, request: KibanaRequest): void {
    const user = this.#known.get(headers.authorization ?? '');
    if (user) this.#senders.set(request, user);
  }

  /** What keeps this request from the route, if anything does. */
  async refuseRoute({ headers }: { headers: Headers }, { config }: Route): Promise<WireAnswer | undefined> {
    const user = await this.#authenticate(headers);
    if (!user) return WHO;
    const { tags } = config.options;
    const needed = tags.filter((tag) => tag.startsWith(TAG)).map((tag) => tag.slice(TAG.length));
    const grants = this.#grantsOf(user);
    return needed.every((api) => this.#features.allowsApi(grants, api)) ? undefined : NOT_YOU;
  }

  /** What keeps this request from an app, or what the page may offer. */
  async openApp(
    { headers }: { headers: Headers },
    app: string,
  ): Promise<{ refusal: WireAnswer } | { grants: readonly string[] }> {
    const user = await this.#authenticate(headers);
    if (!user) return { refusal: WHO };
    const grants = this.#grantsOf(user);
    return this.#features.allowsApp(grants, app) ? { grants } : { refusal: NOT_YOU };
  }

  #grantsOf({ username }: User): readonly string[] {
    return this.#grants[username] ?? [];
  }

  async #authenticate({ authorization }: Headers): Promise<User | undefined> {
    if (authorization === undefined) return undefined;
    const known = this.#known.get(authorization);
    if (known) return known;
    const client = this.#anonymous.child({ headers: { authorization } });
    const user = await client.security.authenticate().catch(() => undefined);
    if (user) this.#known.set(authorization, user);
    return user;
  }
}
