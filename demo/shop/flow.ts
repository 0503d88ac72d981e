import { isPaymentLeftOut, ordersDatabaseAt, paymentSlowness } from './conditions.ts';
import type { DatabaseState, Incident } from './conditions.ts';
import type { Random } from './random.ts';
import { SERVICES } from './services.ts';
import type { ServiceName } from './services.ts';
import type { ShopEvent, ShopLevel } from './shop_event.ts';
import type { Text } from './text.ts';

/** What else a statement may carry, depending on how its service logs. */
type Extra = Pick<ShopEvent, 'logger' | 'fields'>;

/** The instance of a service that serves the request, and its thread. */
interface Worker {
  readonly instance: string;
  readonly thread: number;
}

/** What all branches of one request share. */
interface Request {
  readonly id?: string;
  readonly random: Random;
  readonly incidents: readonly Incident[];
  readonly workers: Map<ServiceName, Worker>;
  readonly emit: (event: ShopEvent) => void;
}

/**
 * One strand of work with a clock of its own: statements are logged at the time to which it has come. Work that is
 * not waited for continues on a branch.
 */
export class Flow {
  readonly random: Random;
  readonly #request: Request;
  #time: number;

  constructor(request: Request, time: number) {
    this.random = request.random;
    this.#request = request;
    this.#time = time;
  }

  /** Milliseconds since the epoch. */
  get time(): number {
    return this.#time;
  }

  /** A strand that goes on from here, or from a given time, while this one does something else. */
  branch(from = this.#time): Flow {
    return new Flow(this.#request, from);
  }

  /** Lets time pass, about so many milliseconds, and says how many whole ones. */
  work(median_ms: number): number {
    const took = this.random.around(median_ms);
    this.#time += took;
    return Math.max(1, Math.round(took));
  }

  /** Lets exactly this time pass, as a timeout does. */
  wait(duration_ms: number): void {
    this.#time += duration_ms;
  }

  /** Goes on when the other strand is done. */
  join(other: Flow): void {
    this.#time = Math.max(this.#time, other.time);
  }

  /** Whole milliseconds since a time. */
  since(time: number): number {
    return Math.max(1, Math.round(this.#time - time));
  }

  get leavesPaymentOut(): boolean {
    return isPaymentLeftOut(this.#time, this.#request.incidents);
  }

  get paymentSlowness(): number {
    return paymentSlowness(this.#time, this.#request.incidents);
  }

  get ordersDatabase(): DatabaseState {
    return ordersDatabaseAt(this.#time, this.#request.incidents);
  }

  /** A request stays with the worker that it met first. */
  workerOf(service: ServiceName): Worker {
    const known = this.#request.workers.get(service);
    if (known) return known;
    const instance = `${service}-${this.random.integer(1, SERVICES[service].instances)}`;
    const worker = { instance, thread: this.random.integer(1, 16) };
    this.#request.workers.set(service, worker);
    return worker;
  }

  debug(service: ServiceName, text: Text, extra?: Extra): void {
    this.#log('DEBUG', service, text, extra);
  }

  info(service: ServiceName, text: Text, extra?: Extra): void {
    this.#log('INFO', service, text, extra);
  }

  warn(service: ServiceName, text: Text, extra?: Extra): void {
    this.#log('WARN', service, text, extra);
  }

  error(service: ServiceName, text: Text, extra?: Extra): void {
    this.#log('ERROR', service, text, extra);
  }

  #log(level: ShopLevel, service: ServiceName, text: Text, extra: Extra | undefined): void {
    const { id, emit } = this.#request;
    emit({
      time: Math.floor(this.#time),
      service,
      level,
      text,
      ...this.workerOf(service),
      ...(id === undefined ? {} : { request_id: id }),
      ...extra,
    });
  }
}
