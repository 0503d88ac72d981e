import * as z from 'zod';
import { Parameters, ParseStatus } from '../documents/log_document.ts';
import { Level } from '../levels.ts';
import { API_LIMITS } from './limits.ts';

/** Lines as a shipper would send them; other fields than these are allowed and may hold level, service and request id. */
export const ParseRequest = z
  .strictObject({
    lines: z
      .array(
        z.looseObject({ message: z.string(), '@timestamp': z.union([z.string(), z.number()]).optional() }),
      )
      .min(1)
      .max(API_LIMITS.lines),
  })
  .meta({ id: 'ParseRequest' });
export type ParseRequest = z.infer<typeof ParseRequest>;

/** A line of the caller, read. `event_template` and `template_id` are absent for lines that were skipped. */
export const ParsedRecord = z
  .strictObject({
    timestamp: z.iso.datetime().optional(),
    level: Level.optional(),
    service: z.string().optional(),
    request_id: z.string().optional(),
    event_template: z.string().optional(),
    template_id: z.string().optional(),
    parameters: Parameters.optional(),
    status: ParseStatus,
  })
  .meta({ id: 'ParsedRecord' });
export type ParsedRecord = z.infer<typeof ParsedRecord>;

/** One record for each line, in order. */
export const ParseResponse = z.strictObject({ records: z.array(ParsedRecord) }).meta({ id: 'ParseResponse' });
export type ParseResponse = z.infer<typeof ParseResponse>;
