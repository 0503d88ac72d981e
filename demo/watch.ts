import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf } from '../common/failure_of.ts';
import { AnomaliesResponse, API_BASE, RequestsResponse, StatusResponse, Template } from '../common/api.ts';
import type { AnomalyDocument } from '../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../common/documents/request_document.ts';

/** Below it an anomaly is shown by the API only: a quiet terminal is read, a chatty one is not. */
const MIN_RISK = 50;
const EVERY_MS = 2000;

/** Asks the service again and again and says what is new: anomalies, failed requests, coverage. */
export class Watcher {
  private readonly url: string;
  private readonly since: number;
  private readonly say: (text: string) => void;
  private readonly told = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly texts = new Map<string, string>();

  /** @param options.since - What began before it is old news, milliseconds since the epoch. */
  constructor(options: { url: string; since: number; say: (text: string) => void }) {
    this.url = options.url;
    this.since = options.since;
    this.say = options.say;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look().catch((error: unknown) => {
        if (!signal.aborted) this.say(`The service does not answer: ${String(error)}`);
      });
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The state of the service in one line. */
  async describe(): Promise<string> {
    const { coverage, templates, generation } = StatusResponse.parse(await this.get('/status'));
    const share =
      coverage?.ratio === undefined
        ? 'no documents yet'
        : `${(coverage.ratio * 100).toFixed(1)} % of ${coverage.total} documents have a template`;
    return `${templates ?? 0} templates, generation ${generation ?? 0}, ${share}`;
  }

  private async look(): Promise<void> {
    const from = new Date(this.since).toISOString();
    const to = new Date(Date.now() + 60_000).toISOString();
    const range = `from=${from}&to=${to}&size=1000`;
    const { anomalies } = AnomaliesResponse.parse(await this.get(`/anomalies?${range}&min_risk=${MIN_RISK}`));
    for (const anomaly of anomalies.reverse()) this.tellAnomaly(anomaly);
    const { requests } = RequestsResponse.parse(await this.get(`/requests?${range}&outcome=failed`));
    await this.tellRequests(requests);
  }

  private tellAnomaly({ event, anomaly }: AnomalyDocument): void {
    if (Date.parse(event.start) < this.since || this.told.has(event.id)) return;
    this.told.add(event.id);
    this.say(
      `anomaly ${event.risk_score.toFixed(0).padStart(3)}  ${anomaly.type.padEnd(12)}  ${event.reason}`,
    );
  }

  /** Failed requests by where they broke first; told when a group is new or has doubled. */
  private async tellRequests(requests: readonly RequestDocument[]): Promise<void> {
    const groups = Map.groupBy(requests, (request) => {
      const { service, template_id = '' } = failureOf(request);
      return `${service}|${template_id}`;
    });
    for (const [key, group] of groups) {
      const told = this.failures.get(key) ?? 0;
      if (group.length < Math.max(1, told * 2)) continue;
      this.failures.set(key, group.length);
      const [request] = group as [RequestDocument];
      const { service: failing, template_id } = failureOf(request);
      const has_error = request.first_error !== undefined;
      const path = request.services
        .map((service) => (has_error && service === failing ? `${service} ✗` : service))
        .join(' → ');
      const where = has_error ? 'first in' : 'without an error, last as usual in';
      const text = await this.textOf(template_id);
      this.say(
        `failed  ${String(group.length).padStart(4)} request${group.length === 1 ? '' : 's'} ${where} ${failing}: ${text}\n              e.g. ${request.request_id}: ${path}`,
      );
    }
  }

  private async textOf(id: string | undefined): Promise<string> {
    if (id === undefined) return 'an error';
    const known = this.texts.get(id);
    if (known !== undefined) return known;
    const { text } = Template.parse(await this.get(`/templates/${id}`));
    this.texts.set(id, `"${text}"`);
    return `"${text}"`;
  }

  private async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.url}${API_BASE}${path}`);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  }
}
