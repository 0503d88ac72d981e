import type { Observable } from 'rxjs';
import { messageOf } from '../../common/errors.ts';
import type { Logger, PluginStatus } from '../kibana/contract.ts';
import { StatusSubject } from '../kibana/status_subject.ts';
import { STATUS_LEVELS } from '../kibana/status_levels.ts';

/** How often it is looked. Kibana's page of its status is looked at by people and by monitors, not by the second. */
const EVERY_MS = 15_000;

const WELL: PluginStatus = { level: STATUS_LEVELS.available, summary: 'The service of Log AI answers.' };

/**
 * Looks whether the service answers, also while nobody uses the app. Kibana's status has it, and Kibana's log says it once when it
 * stops and once when it is back.
 */
export class ServiceWatch {
  private readonly ping: () => Promise<void>;
  private readonly logger: Logger;
  private readonly known = new StatusSubject(WELL);
  private timer: ReturnType<typeof setInterval> | undefined;
  private looking: Promise<void> | undefined;

  /** @param options.ping - Throws, with what to do, where the service does not answer. */
  constructor(options: { readonly ping: () => Promise<void>; readonly logger: Logger }) {
    this.ping = options.ping;
    this.logger = options.logger;
  }

  /** What Kibana shows of the plugin. */
  get status$(): Observable<PluginStatus> {
    return this.known.asObservable();
  }

  start(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), EVERY_MS);
    // Kibana ends when it wants to.
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Looks now; whoever asks meanwhile waits for the same answer. */
  look(): Promise<void> {
    this.looking ??= this.ask().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async ask(): Promise<void> {
    const was_well = this.known.value === WELL;
    try {
      await this.ping();
      if (was_well) return;
      this.known.next(WELL);
      this.logger.info('The service of Log AI answers again.');
    } catch (error) {
      const summary = messageOf(error);
      if (was_well) this.logger.warn(summary);
      if (this.known.value.summary !== summary) {
        this.known.next({ level: STATUS_LEVELS.degraded, summary });
      }
    }
  }
}
