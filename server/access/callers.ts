import type { DataStreamsResponse } from '../../common/api.ts';
import type { Caller } from '../../common/api/caller.ts';
import type { KibanaUser } from '../kibana/contract.ts';
import type { Requester } from '../kibana/define_route.ts';
import { readableStreams } from './readable_streams.ts';

/** What is known of a user is asked anew after this: so long a privilege that was taken away still shows what was found. */
const USER_MS = 30_000;
/** A data stream that has just come is seen after this, and by nobody before but who sees everything. */
const STREAMS_MS = 10_000;
/** More users at once than a Kibana has; each takes some kilobytes. */
const MOST_USERS = 2000;

/** Who asks, as far as it is told to the service. */
type Asker = Pick<Requester, 'user' | 'client'>;

/** Tells the service on whose behalf it is asked, and what they may see. */
export class Callers {
  private readonly askStreams: () => Promise<DataStreamsResponse>;
  private readonly now: () => number;
  private readonly users = new Map<string, Kept<readonly string[] | undefined>>();
  private streams: Kept<DataStreamsResponse> | undefined;

  /** @param input.askStreams - Asks the service which data streams there are. */
  constructor(input: { askStreams: () => Promise<DataStreamsResponse>; now?: () => number }) {
    this.askStreams = input.askStreams;
    this.now = input.now ?? Date.now;
  }

  /**
   * Who asks, and the data streams that they may read; none named where they may read all or where there are no users.
   *
   * @throws LogAiError where what they may read cannot be told: nothing is shown then.
   */
  async of({ user, client }: Asker): Promise<Caller> {
    const data_streams = await this.readable({ user, client });
    return { ...(user && { user: user.username }), ...(data_streams && { data_streams }) };
  }

  private readable({ user, client }: Asker): Promise<readonly string[] | undefined> {
    const ask = () => readableStreams({ client, askKnown: () => this.known() });
    const key = user && keyOf(user);
    if (key === undefined) return ask();
    const kept = this.users.get(key);
    if (kept && kept.until > this.now()) return kept.value;
    for (const [one, { until }] of this.users)
      if (until <= this.now() || this.users.size >= MOST_USERS) this.users.delete(one);
    return keep(ask(), this.now() + USER_MS, (entry) => {
      if (entry) this.users.set(key, entry);
      else this.users.delete(key);
    });
  }

  private known(): Promise<DataStreamsResponse> {
    if (this.streams && this.streams.until > this.now()) return this.streams.value;
    return keep(this.askStreams(), this.now() + STREAMS_MS, (entry) => (this.streams = entry));
  }
}

/** An answer, or the wait for it, and until when it holds. */
interface Kept<T> {
  readonly value: Promise<T>;
  readonly until: number;
}

/** Those who ask meanwhile wait for the same answer; a failure is not kept. */
function keep<T>(value: Promise<T>, until: number, set: (entry: Kept<T> | undefined) => void): Promise<T> {
  set({ value, until });
  value.catch(() => set(undefined));
  return value;
}

/** Kinds of login behind which one user has one set of privileges. Each API key has its own. */
const LOGINS = new Set(['realm', 'token']);

/** Roles are in it: another login with others is another answer. */
function keyOf({
  username,
  roles,
  authentication_type,
  authentication_realm,
}: KibanaUser): string | undefined {
  if (!LOGINS.has(authentication_type ?? '')) return undefined;
  return JSON.stringify([authentication_type, authentication_realm, username, roles]);
}
