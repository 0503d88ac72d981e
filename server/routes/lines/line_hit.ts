import * as z from 'zod';
import { LINE_LIMIT, type Line } from '../../../common/api.ts';
import { Parameters } from '../../../common/documents/log_document.ts';
import { normalizeLevel } from '../../../common/level_spelling.ts';

/** ECS names first, then OpenTelemetry's: the fields API reads both, whatever the mapping keeps. */
const NAMES = {
  message: ['message', 'body.text', 'event.original'],
  service: ['service.name', 'resource.attributes.service.name'],
  level: ['log.level', 'severity_text'],
  request_id: ['log_ai.request_id'],
} as const;

/** What is asked for of a line. */
export const LINE_FIELDS = [
  { field: '@timestamp', format: 'strict_date_optional_time' },
  ...Object.values(NAMES).flat(),
];
/** `flattened` fields keep their types in the source only. */
export const LINE_SOURCE = ['log_ai.params'];

const Values = z.record(z.string(), z.array(z.unknown()));

/** A hit that was asked for with {@link LINE_FIELDS} and {@link LINE_SOURCE}. */
export const LineHit = z.object({
  _index: z.string(),
  _id: z.string(),
  fields: Values.optional(),
  /** Values too long for a keyword are not in `fields`. */
  ignored_field_values: Values.optional(),
  _source: z
    .object({ log_ai: z.object({ params: Parameters.optional() }).optional() })
    .optional()
    .catch({}),
});
export type LineHit = z.infer<typeof LineHit>;

/** The line as the app shows it. */
export function lineOf({ _index, _id, fields = {}, ignored_field_values = {}, _source }: LineHit): Line {
  const first = (names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = fields[name]?.[0] ?? ignored_field_values[name]?.[0];
      if (value !== undefined) return typeof value === 'string' ? value : JSON.stringify(value);
    }
    return undefined;
  };
  const message = first(NAMES.message);
  const service = first(NAMES.service);
  const level = normalizeLevel(first(NAMES.level) ?? '');
  const timestamp = first(['@timestamp']);
  const request_id = first(NAMES.request_id);
  const params = _source?.log_ai?.params;
  return {
    reference: { _index, _id },
    ...(timestamp !== undefined && { '@timestamp': timestamp }),
    ...(service !== undefined && { service }),
    ...(level && { level }),
    ...(message !== undefined && { message: message.slice(0, LINE_LIMIT) }),
    ...(message !== undefined &&
      message.length > LINE_LIMIT && { cut_characters: message.length - LINE_LIMIT }),
    ...(params && { params }),
    ...(request_id !== undefined && { request_id }),
  };
}
