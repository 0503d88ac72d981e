import * as z from 'zod';
import { keyword } from './field.ts';

/**
 * Where a log line lies. Our indices hold references, never lines: who may see the line is decided by Elasticsearch
 * when the current user fetches it.
 */
export const Reference = z.strictObject({ _index: keyword(), _id: keyword() });
export type Reference = z.infer<typeof Reference>;
