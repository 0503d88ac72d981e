import type { ServiceName } from './services.ts';
import type { Text } from './text.ts';

export type ShopLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** One log statement of one service, before it becomes a line. */
export interface ShopEvent {
  /** Milliseconds since the epoch, whole. */
  readonly time: number;
  readonly service: ServiceName;
  /** `inventory-2`. */
  readonly instance: string;
  readonly level: ShopLevel;
  readonly text: Text;
  /** Absent on what no request caused. */
  readonly request_id?: string;
  /** The class that logs, in services that print it. */
  readonly logger?: string;
  /** Named values, in services that log key and value. */
  readonly fields?: Readonly<Record<string, string | number>>;
  /** The worker thread, in services that print it. */
  readonly thread: number;
}

/**
 * The true template of an event: the literals of the statement with `<*>` for each value.
 *
 * @example
 * templateOf(event) // 'Loaded product <*> in <*>ms'
 */
export function templateOf(event: ShopEvent): string {
  return event.text.literals.join('<*>');
}
