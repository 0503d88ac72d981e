import type { Reference } from '../../../../common/documents/reference.ts';
import type { Level } from '../../../../common/levels.ts';

/** A line of a session, without the line. */
export interface SessionEvent {
  /** Joins the lines of a session: the id of a request, a trace, a block. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly service: string;
  readonly template_id: string;
  readonly level?: Level;
  readonly reference?: Reference;
}

/** What happened under one key without a longer pause. */
export interface Session {
  readonly key: string;
  /** In time order; of one moment in the order in which they were read. */
  readonly events: readonly [SessionEvent, ...SessionEvent[]];
  /** Of its first and its last event, milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** An event of it is an error or worse. */
  readonly is_failed: boolean;
}

/** Sessions of a kind are compared with one another: they begin in the same service with the same template. */
export interface SessionKind {
  readonly service: string;
  readonly template: string;
}

export function kindOf({ events: [first] }: Pick<Session, 'events'>): SessionKind {
  return { service: first.service, template: first.template_id };
}
