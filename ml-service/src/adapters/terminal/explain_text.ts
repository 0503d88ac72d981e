import type { HeaderExplanation } from '../../parse/header/read_header.ts';
import type { RawEvent } from '../../ingest/raw_event.ts';
import { type ParsedEvent, parsedRecordOf } from '../../parse/parsed_event.ts';
import { escapeText } from './escape_text.ts';

const NAME_WIDTH = 12;
const RULE_WIDTH = 18;

/** Fields of an event that its carrier says, in the order in which they are told. */
const CARRIED = ['timestamp', 'level', 'service', 'request_id', 'trace_id', 'span_id'] as const;

/**
 * How a line was read: what its carrier says, which rule read which part of the header, and what the message became.
 *
 * @param options.layoutOf - The source of a layout.
 */
export function explainText({
  raw,
  event,
  header,
  layoutOf,
}: {
  readonly raw: RawEvent;
  readonly event: ParsedEvent;
  readonly header: HeaderExplanation;
  readonly layoutOf: (layout: number) => string;
}): string {
  const [first = '', ...others] = raw.message.split('\n');
  const record = parsedRecordOf(event);
  const row = (name: string, rule: string, text: string) =>
    `  ${name.padEnd(NAME_WIDTH)}${rule.padEnd(RULE_WIDTH)}${escapeText(text)}`.trimEnd();
  const carried = CARRIED.flatMap((field) =>
    raw[field] === undefined ? [] : [row(field, 'carrier', String(raw[field]))],
  );
  const parameters = Object.entries(record.parameters ?? {}).map(([name, value]) =>
    row('', 'parameter', `${name} = ${String(value)}`),
  );
  return [
    escapeText(first),
    ...(others.length === 0
      ? []
      : [`  and ${others.length} more ${others.length === 1 ? 'line' : 'lines'} of the event`]),
    ...carried,
    ...header.parts.map(({ rule, text, fields }) => row(fields.join(', '), `rule ${rule}`, text)),
    row('message', '', event.message.split('\n', 1)[0]!),
    row('template', event.status === 'parsed' ? '' : event.status, record.event_template ?? ''),
    ...parameters,
    row(
      'read as',
      '',
      [record.timestamp, record.level, record.service, record.request_id].filter(Boolean).join('  '),
    ),
    ...(header.layouts.length === 0 && carried.length === 0 ? [row('layout', '', 'none fits')] : []),
    ...header.layouts.map((layout) => row('layout', '', layoutOf(layout))),
    '',
  ].join('\n');
}
