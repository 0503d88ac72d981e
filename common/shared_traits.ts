import * as z from 'zod';

/** What a request may have: a line of a service, a value of a parameter, a line that a host or a version of a service wrote. */
export const TraitKind = z.enum(['service', 'template', 'value', 'host', 'version']);
export type TraitKind = z.infer<typeof TraitKind>;

const fields = {
  kind: TraitKind,
  /** What it is in a few words, as a person reads it. */
  text: z.string(),
  /** Of all but values and hosts. */
  service: z.string().optional(),
  template_id: z.string().optional(),
  /** Of a value the parameter; what it, the host or the version is. */
  name: z.string().optional(),
  value: z.string().optional(),
};

export const TraitSummary = z.strictObject(fields).meta({ id: 'Trait' });
export type TraitSummary = z.infer<typeof TraitSummary>;

/** What requests that failed had before they did, and others do not. */
export const SharedTraitSummary = z
  .strictObject({
    ...fields,
    /** How many more traits the same requests have, and the first of these. */
    same: z.int().min(0),
    also: z.array(TraitSummary),
    /** Requests that have it, of those that failed and of the others. */
    failed: z.int().min(0),
    failed_of: z.int().min(0),
    others: z.int().min(0),
    others_of: z.int().min(0),
    odds_ratio: z.number(),
    /** Of Fisher's exact test, times the number of traits that were compared. */
    p_value: z.number(),
  })
  .meta({ id: 'SharedTrait' });
export type SharedTraitSummary = z.infer<typeof SharedTraitSummary>;
