/**
 * What can go wrong in the shop. `database_timeout`: the database orders-db becomes slow, then takes no connections: inventory,
 * checkout, cart and gateway suffer. `payment_left_out`: checkout ships orders that nobody paid; no line says so.
 */
export const INCIDENT_KINDS = ['database_timeout', 'payment_left_out'] as const;

/** Something that goes wrong in the shop for a time. */
export interface Incident {
  /** Milliseconds since the epoch; `end` is when the cause is mended. */
  readonly start: number;
  readonly end: number;
  readonly kind: (typeof INCIDENT_KINDS)[number];
}

/** How well the database orders-db does. */
export type DatabaseState = 'healthy' | 'slow' | 'unreachable';

/** It takes the database this long from its first slow query to its last accepted connection. */
export const SLOW_FOR_MS = 20_000;

/** The state of orders-db at a time. */
export function ordersDatabaseAt(time: number, incidents: readonly Incident[]): DatabaseState {
  for (const { kind, start, end } of incidents) {
    if (kind === 'database_timeout' && time >= start && time < end)
      return time < start + SLOW_FOR_MS ? 'slow' : 'unreachable';
  }
  return 'healthy';
}

/** Whether checkout forgets to have orders paid. */
export function isPaymentLeftOut(time: number, incidents: readonly Incident[]): boolean {
  return incidents.some(({ kind, start, end }) => kind === 'payment_left_out' && time >= start && time < end);
}
