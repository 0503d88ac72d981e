import { SERVICES } from './services.ts';
import type { Layout, ServiceName } from './services.ts';
import type { ShopEvent } from './shop_event.ts';

/** What a shipper such as Filebeat writes: the line as the service printed it, and what the shipper knows. */
export interface RawDocument {
  /** The time of the event, UTC with milliseconds. */
  readonly '@timestamp': string;
  readonly message: string;
  readonly service?: { readonly name: ServiceName };
  readonly host?: { readonly name: string };
  readonly log?: { readonly file: { readonly path: string } };
}

/** The document in which a shipper sends the line of this event. */
export function toDocument(event: ShopEvent): RawDocument {
  const time = new Date(event.time).toISOString();
  const line = { '@timestamp': time, message: WRITE[SERVICES[event.service].layout](event, time) };
  if (SERVICES[event.service].shipper === 'line_only') return line;
  return {
    ...line,
    service: { name: event.service },
    host: { name: event.instance },
    log: { file: { path: `/var/log/shop/${event.service}/${event.instance}.log` } },
  };
}

const WRITE: Readonly<Record<Layout, (event: ShopEvent, time: string) => string>> = {
  iso: (event, time) => {
    // A dash where there is no request, as loggers print an empty context.
    return `${time} ${event.level} ${event.service} [${event.request_id ?? '-'}] ${event.text.message}`;
  },
  spring: (event, time) => {
    const clock = `${time.slice(0, 10)} ${time.slice(11, 23)}`;
    const thread = event.request_id ? `exec-${event.thread}` : `scheduling-${event.thread}`;
    const request = event.request_id ? `[${event.request_id}] ` : '';
    const logger = `c.s.${event.service}.${event.logger ?? 'Application'}`;
    return `${clock} ${event.level.padStart(5)} ${processId(event)} --- [${thread}] ${logger} : ${request}${event.text.message}`;
  },
  logfmt: (event, time) => {
    const { fields } = event;
    let line = `time=${time} level=${event.level.toLowerCase()} service=${event.service}`;
    if (event.request_id) line += ` request_id=${event.request_id}`;
    line += ` msg=${quote(event.text.message)}`;
    for (const name in fields) line += ` ${name}=${quote(String(fields[name]))}`;
    return line;
  },
  json: (event, time) =>
    JSON.stringify({
      level: event.level.toLowerCase(),
      time,
      service: event.service,
      hostname: event.instance,
      ...(event.request_id ? { request_id: event.request_id } : {}),
      msg: event.text.message,
      ...event.fields,
    }),
  // As Elastic's logging libraries write: https://github.com/elastic/ecs-logging
  ecs_json: (event, time) =>
    JSON.stringify({
      '@timestamp': time,
      'log.level': event.level,
      message: event.text.message,
      'ecs.version': '1.6.0',
      'service.name': event.service,
      ...(event.request_id ? { 'http.request.id': event.request_id } : {}),
      ...event.fields,
    }),
};

function quote(value: string): string {
  return /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value);
}

/** A process keeps its id: one for each instance. */
function processId({ instance }: ShopEvent): number {
  let hash = 7;
  for (let index = 0; index < instance.length; index++)
    hash = (hash * 31 + instance.charCodeAt(index)) % 30_000;
  return 1_000 + hash;
}
