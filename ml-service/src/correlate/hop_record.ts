import { compareText } from '../../../common/compare_text.ts';
import { dataStreamOf } from '../../../common/data_streams.ts';
import { isFailure } from '../../../common/levels.ts';
import type { FirstError, HopStory, RequestEvent } from './request_story.ts';

/** More than any service writes for one request in the ordinary way; a loop that writes others stays bounded. */
const MAX_TEMPLATES = 100;

/** Hosts of a service that one request sees, and versions. */
const MAX_ORIGINS = 20;

/**
 * What is kept of a service's lines for one request: the earliest, the latest, counts and templates. All of it is the same
 * in whatever order the lines come, and none of it grows with their number.
 */
export class HopRecord {
  readonly service: string;
  #start = Infinity;
  #end = -Infinity;
  #line_count = 0;
  #error_count = 0;
  #first_error: FirstError | undefined;
  readonly #first_line_of_template = new Map<string, number>();
  readonly #origins = {
    hosts: new Set<string>(),
    versions: new Set<string>(),
    data_streams: new Set<string>(),
  };

  constructor(service: string) {
    this.service = service;
  }

  add(event: RequestEvent): void {
    this.#start = Math.min(this.#start, event.timestamp);
    this.#end = Math.max(this.#end, event.timestamp);
    this.#line_count++;
    const { hosts, versions, data_streams } = this.#origins;
    if (event.host !== undefined) addTo(hosts, event.host);
    if (event.version !== undefined) addTo(versions, event.version);
    if (event.reference !== undefined) data_streams.add(dataStreamOf(event.reference._index));
    if (event.template_id !== undefined) this.#addTemplate(event.template_id, event.timestamp);
    if (!isFailure(event.level)) return;
    this.#error_count++;
    const error: FirstError = {
      timestamp: event.timestamp,
      service: this.service,
      ...(event.template_id === undefined ? {} : { template_id: event.template_id }),
      ...(event.reference === undefined ? {} : { reference: event.reference }),
    };
    if (this.#first_error === undefined || compareErrors(error, this.#first_error) < 0)
      this.#first_error = error;
  }

  get first_error(): FirstError | undefined {
    return this.#first_error;
  }

  /** Where its lines come from. */
  get origins(): Readonly<Record<'hosts' | 'versions' | 'data_streams', ReadonlySet<string>>> {
    return this.#origins;
  }

  story(): HopStory {
    return {
      service: this.service,
      start: this.#start,
      end: this.#end,
      line_count: this.#line_count,
      error_count: this.#error_count,
      template_ids: [...this.#first_line_of_template].sort(compareTemplates).map(([id]) => id),
    };
  }

  /** Keeps the templates with the earliest first lines; what leaves could only come back with an earlier line. */
  #addTemplate(template_id: string, timestamp: number): void {
    const first_lines = this.#first_line_of_template;
    first_lines.set(template_id, Math.min(timestamp, first_lines.get(template_id) ?? Infinity));
    if (first_lines.size <= MAX_TEMPLATES) return;
    const [latest] = [...first_lines].reduce((a, b) => (compareTemplates(a, b) > 0 ? a : b));
    first_lines.delete(latest);
  }
}

/** Those that come first by name stay, in whatever order they come. */
function addTo(names: Set<string>, name: string): void {
  names.add(name);
  if (names.size <= MAX_ORIGINS) return;
  names.delete([...names].reduce((a, b) => (compareText(a, b) > 0 ? a : b)));
}

function compareTemplates(a: readonly [string, number], b: readonly [string, number]): number {
  return a[1] - b[1] || compareText(a[0], b[0]);
}

/** The earlier first; lines of one moment by what they are, so that their order of arrival plays no part. */
function compareErrors(a: FirstError, b: FirstError): number {
  return (
    a.timestamp - b.timestamp ||
    compareText(a.template_id ?? '', b.template_id ?? '') ||
    compareText(a.reference?._index ?? '', b.reference?._index ?? '') ||
    compareText(a.reference?._id ?? '', b.reference?._id ?? '')
  );
}
