import type { Client } from '@elastic/elasticsearch';

/** Logs of two teams who may not read each other's, and what both have in common. */

const MINUTE = 60_000;

/** Minutes of logs; the last of them are over. */
export const MINUTES = 45;
/** The minute in which both teams' vaults begin to fail. */
const FAILURE = 40;

export const TEAMS = ['alpha', 'bravo'] as const;
export type Team = (typeof TEAMS)[number];

export const streamOf = (team: Team) => `logs-${team}-default`;
/** A request that crossed both teams' services. */
export const SHARED_REQUEST = 'request-of-both';
/** A line that both teams write. */
export const SHARED_LINE = 'Heartbeat of the common library is fine';
export const requestOf = (team: Team, number: number) => `request-${team}-${number}`;

interface Line {
  readonly team: Team;
  readonly at: number;
  readonly message: string;
  readonly level: string;
  readonly request: string;
}

/** Everything that a team writes names it, but for what both write. */
function linesOf(team: Team): Line[] {
  const lines: Line[] = [];
  const add = (at: number, message: string, { level = 'INFO', request = requestOf(team, 0) } = {}) =>
    lines.push({ team, at, message, level, request });
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const at = minute * MINUTE;
    add(at, `Vault of ${team} opened by user ${minute}`, { request: requestOf(team, minute) });
    add(at + 1000, SHARED_LINE);
    if (minute < FAILURE) continue;
    for (let number = 0; number < 30; number += 1) {
      add(at + 2000 + number, `Vault of ${team} cannot be opened: lock ${number} is jammed`, {
        level: 'ERROR',
        request: requestOf(team, minute),
      });
    }
  }
  add(FAILURE * MINUTE + 5000, `Ledger of ${team} was asked`, { request: SHARED_REQUEST, level: 'ERROR' });
  return lines;
}

/** How many lines a team writes. */
export const lineCountOf = (team: Team) => linesOf(team).length;

/** @param start - The begin of a minute, milliseconds since the epoch. */
export async function ship(client: Client, start: number): Promise<void> {
  const operations = TEAMS.flatMap(linesOf).flatMap(({ team, at, message, level, request }) => [
    { create: { _index: streamOf(team) } },
    {
      '@timestamp': new Date(start + at).toISOString(),
      message,
      log: { level },
      service: { name: `${team}-vault` },
      http: { request: { id: request } },
    },
  ]);
  const { errors, items } = await client.bulk({ operations, refresh: true });
  if (errors) throw new Error(JSON.stringify(items.find(({ create }) => create?.error)));
}
