import type { Observable } from 'rxjs';
import type { PluginStatus } from './contract.ts';

type Observer = { next(status: PluginStatus): void };

/** By which libraries of observables know each other's, with and without the symbol. */
const OBSERVABLE = (Symbol as { readonly observable?: symbol }).observable ?? '@@observable';

/** A status that changes: whoever follows it hears what it is and what it becomes. Kibana takes it for one of its own observables. */
export class StatusSubject {
  private readonly observers = new Set<Observer>();
  private current: PluginStatus;

  constructor(first: PluginStatus) {
    this.current = first;
  }

  get value(): PluginStatus {
    return this.current;
  }

  next(status: PluginStatus): void {
    this.current = status;
    for (const observer of this.observers) observer.next(status);
  }

  /** With what a bundled rxjs would bring there would be a second one in Kibana. */
  asObservable(): Observable<PluginStatus> {
    const observable: Record<string | symbol, unknown> = {
      subscribe: (observer: Observer) => {
        observer.next(this.current);
        this.observers.add(observer);
        return { unsubscribe: () => void this.observers.delete(observer) };
      },
      [OBSERVABLE]: () => observable,
      '@@observable': () => observable,
    };
    return observable as unknown as Observable<PluginStatus>;
  }
}
