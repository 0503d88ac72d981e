import * as z from 'zod';
import { Parameters } from '../documents/log_document.ts';
import { Reference } from '../documents/reference.ts';
import { Level } from '../levels.ts';
import { API_LIMITS } from './limits.ts';

/** Characters of a message that are sent to a browser: more is for Discover. */
export const LINE_LIMIT = 10_000;

/** Lines that are to be read. Only Kibana's server half answers this, as the user who asks. */
export const LinesRequest = z.strictObject({
  references: z.array(Reference).min(1).max(API_LIMITS.references),
});
export type LinesRequest = z.infer<typeof LinesRequest>;

/** A line as its reader may see it. */
export const Line = z.strictObject({
  reference: Reference,
  '@timestamp': z.string().optional(),
  service: z.string().optional(),
  level: Level.optional(),
  message: z.string().optional(),
  /** Characters of the message that were left out, see {@link LINE_LIMIT}. */
  cut_characters: z.int().optional(),
  params: Parameters.optional(),
  /** Of the request that it is of. */
  request_id: z.string().optional(),
});
export type Line = z.infer<typeof Line>;

/** In the order of the request. `missing`: what is gone, or not for the eyes of this user. */
export const LinesResponse = z.strictObject({ lines: z.array(Line), missing: z.array(Reference) });
export type LinesResponse = z.infer<typeof LinesResponse>;
