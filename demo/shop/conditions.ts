/** What can go wrong in the shop, by name: `npm start -- --fault NAME`. */
export const INCIDENT_KINDS = [
  'database_timeout',
  'payment_left_out',
  'untrusted_certificate',
  'slow_payment',
] as const;

/** Something that goes wrong in the shop for a time. */
export interface Incident {
  /** Milliseconds since the epoch; `end` is when the cause is mended. */
  readonly start: number;
  readonly end: number;
  /**
   * `database_timeout`: the database orders-db becomes slow, then takes no connections: inventory, checkout, cart and gateway
   * suffer. `payment_left_out`: checkout ships orders that nobody paid; no line says so. `untrusted_certificate`: a library in
   * payment, which never wrote a line before, does not trust the bank any more. `slow_payment`: to authorise a payment takes
   * twice as long; no line says so but by its number.
   */
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

/** Whether payment does not trust the certificate of the bank. */
export function isBankUntrusted(time: number, incidents: readonly Incident[]): boolean {
  return incidents.some(
    ({ kind, start, end }) => kind === 'untrusted_certificate' && time >= start && time < end,
  );
}

/** So many times as long a slow payment takes. */
const SLOW_PAYMENT = 2;

/** How many times as long as usual it takes to authorise a payment. */
export function paymentSlowness(time: number, incidents: readonly Incident[]): number {
  const isSlow = incidents.some(
    ({ kind, start, end }) => kind === 'slow_payment' && time >= start && time < end,
  );
  return isSlow ? SLOW_PAYMENT : 1;
}
