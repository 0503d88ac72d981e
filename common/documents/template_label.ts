import * as z from 'zod';
import { keyword } from './field.ts';

/**
 * A template beside its id as people read it, when the record was written: for legends, filters and groups of dashboards. `text`
 * is cut at a length, `name` is the one that people gave it. Absent in what older versions wrote.
 */
export const templateLabel = { text: keyword().optional(), name: keyword().optional() };
export type TemplateLabel = { readonly [K in keyof typeof templateLabel]?: string };

/** The template of a record. */
export const TemplateReference = z.strictObject({ id: keyword(), ...templateLabel });
