import * as z from 'zod';
import { API_LIMITS } from './limits.ts';

/** ISO 8601 with a zone. */
export const Moment = z.iso.datetime({ offset: true });
export const Id = z.string().min(1).max(API_LIMITS.id);
/** One id, or several as a repeated parameter. */
export const Ids = z.union([z.array(Id).min(1).max(API_LIMITS.ids), Id.transform((id) => [id])]);
export const Size = z.coerce.number().int().min(1).max(API_LIMITS.page);

/** Half-open: from ≤ t < to. */
export const range = { from: Moment, to: Moment };
export const isForward = (value: { from: string; to: string }) =>
  Date.parse(value.from) < Date.parse(value.to);
export const FORWARD = { error: 'from must be before to', path: ['to'] };

/** A range that is not given is the last hour. */
export const optionalRange = { from: Moment.optional(), to: Moment.optional() };
export const isForwardWhereGiven = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || isForward({ from, to });
