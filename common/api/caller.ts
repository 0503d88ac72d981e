import { LogAiError } from '../errors.ts';

/**
 * On whose behalf the service is asked. Only who holds the service's token may say so: Kibana's server half does, and never
 * passes on what a browser says of itself.
 */
export interface Caller {
  /** Recorded with what is changed. */
  readonly user?: string;
  /** The data streams that the user may read. Absent: all, which is what an operator's own token may. */
  readonly data_streams?: readonly string[];
}

/** Asks for itself, and sees everything. */
export const OPERATOR: Caller = {};

export const USER_HEADER = 'x-log-ai-user';
export const DATA_STREAMS_HEADER = 'x-log-ai-data-streams';

/** Some thousand names: whoever may read more than that with exceptions is better given roles by pattern. */
export const MAX_HEADER_BYTES = 512 * 1024;

/** A caller as headers; names are percent-encoded, since headers are Latin-1. */
export function headersOf({ user, data_streams }: Caller): Record<string, string> {
  return {
    ...(user !== undefined && { [USER_HEADER]: encodeURIComponent(user) }),
    ...(data_streams && { [DATA_STREAMS_HEADER]: data_streams.map(encodeURIComponent).join(',') }),
  };
}

/**
 * The caller that headers speak of. A header that is there and empty is a user who may read nothing.
 *
 * @throws LogAiError `request_invalid` where a header cannot be read: to take it for none would show everything.
 */
export function callerOf(header: (name: string) => string | undefined): Caller {
  const user = header(USER_HEADER);
  const names = header(DATA_STREAMS_HEADER);
  return {
    ...(user !== undefined && user !== '' && { user: decoded(user, USER_HEADER) }),
    ...(names !== undefined && {
      data_streams: names
        .split(',')
        .filter((name) => name !== '')
        .map((name) => decoded(name, DATA_STREAMS_HEADER)),
    }),
  };
}

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text.trim());
  } catch (cause) {
    throw new LogAiError('request_invalid', `The header ${name} is not percent-encoded text.`, { cause });
  }
}

/**
 * Whether the caller may see a record that comes from these data streams. It tells of lines of each of them, so that all must
 * be readable; where a record comes from nobody knows, only who may read everything sees it.
 */
export function maySee(
  { data_streams: readable }: Caller,
  comesFrom: readonly string[] | undefined,
): boolean {
  if (readable === undefined) return true;
  return (
    comesFrom !== undefined && comesFrom.length > 0 && comesFrom.every((name) => readable.includes(name))
  );
}

/** Whether the caller may read all that there is. */
export function seesAll({ data_streams }: Caller): boolean {
  return data_streams === undefined;
}
