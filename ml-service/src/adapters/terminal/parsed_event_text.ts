import type { ParsedEvent } from '../../parse/parsed_event.ts';
import { BLANKS_PARAMETER } from '../../parse/template/rebuild_message.ts';
import { escapeText, safeJson } from './escape_text.ts';
import { styleOfLevel, type Terminal } from './terminal.ts';
import { cutToWidth, fillTo, shortenName } from './text_width.ts';

const LEVEL_WIDTH = 8;
const SERVICE_WIDTH = 20;

/**
 * An event as one JSON object. What is not known is null, so that every line has the same keys; a line without a template
 * says why under `skipped`.
 */
export function parsedEventJson(event: ParsedEvent): string {
  return safeJson({
    timestamp: timeOf(event) ?? null,
    level: event.level ?? null,
    service: event.service ?? null,
    request_id: event.request_id ?? null,
    event_template: event.template_text ?? null,
    template_id: event.template_id ?? null,
    parameters: event.parameters ?? {},
    ...(event.status === 'parsed' ? {} : { skipped: event.status.replace('skipped:', '') }),
  });
}

/** An event on one line: time, level, service, template and values, in columns as far as the line reaches. */
export function parsedEventText(event: ParsedEvent, { width, paint }: Terminal): string {
  const time = timeOf(event)?.replace('T', ' ').replace('Z', '');
  const level = event.level ?? '';
  const style = styleOfLevel(event.level);
  const service = shortenName(escapeText(event.service ?? ''), SERVICE_WIDTH);
  const head = [
    ...(time === undefined ? [] : [{ text: time, painted: paint('dim', time), cells: time.length }]),
    { text: level, painted: style === undefined ? level : paint(style, level), cells: LEVEL_WIDTH },
    { text: service, painted: service, cells: SERVICE_WIDTH },
  ];
  const used = head.reduce((sum, { cells }) => sum + cells + 2, 0);
  const template = cutToWidth(escapeText(event.template_text ?? event.message), width - used);
  const values = cutToWidth(valuesText(event), width - used - template.length - 2);
  const columns = head.map(({ text, painted, cells }) => painted + fillTo(text, cells));
  return [...columns, `${template}  ${paint('cyan', values)}`].join('  ').trimEnd();
}

function valuesText({ parameters = {} }: ParsedEvent): string {
  return Object.entries(parameters)
    .filter(([name]) => name !== BLANKS_PARAMETER)
    .map(([name, value]) => `${name}=${escapeText(String(value))}`)
    .join(' ');
}

function timeOf({ timestamp }: ParsedEvent): string | undefined {
  if (timestamp === undefined || Number.isNaN(new Date(timestamp).getTime())) return undefined;
  return new Date(timestamp).toISOString();
}
