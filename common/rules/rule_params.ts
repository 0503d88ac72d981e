import * as z from 'zod';
import { Id } from '../api/basics.ts';
import { AnomalyType } from '../documents/anomaly_document.ts';
import { Level } from '../levels.ts';
import { SCORE_BANDS } from '../score_bands.ts';
import { type BandName, RULE_DEFAULTS, RULE_LIMITS } from './rule_types.ts';

const names = () => z.array(Id).max(RULE_LIMITS.names).default([]);

/** A band of scores, by its name. */
export const Band = z.enum(SCORE_BANDS.map(({ name }) => name) as [BandName, ...BandName[]]);

/** `services`: one of those that it is about. An empty list means any. */
export const IncidentRuleParams = z.strictObject({
  min_band: Band.default(RULE_DEFAULTS.incident.min_band),
  services: names(),
});
export type IncidentRuleParams = z.infer<typeof IncidentRuleParams>;

/** An empty list of types, services or templates means any. */
export const AnomalyRuleParams = z.strictObject({
  min_band: Band.default(RULE_DEFAULTS.anomaly.min_band),
  types: z.array(AnomalyType).default([]),
  services: names(),
  template_ids: names(),
  /** Also while more lines of it may still be counted. */
  include_interim: z.boolean().default(RULE_DEFAULTS.anomaly.include_interim),
});
export type AnomalyRuleParams = z.infer<typeof AnomalyRuleParams>;

/** `levels`: what its first line may have had. */
export const NewErrorTemplateRuleParams = z.strictObject({
  services: names(),
  levels: z
    .array(Level)
    .min(1)
    .default([...RULE_DEFAULTS.new_error_template.levels]),
});
export type NewErrorTemplateRuleParams = z.infer<typeof NewErrorTemplateRuleParams>;

/** `services`: where requests failed first. Fires at `min_requests` in the last `window_minutes`. */
export const FailedRequestsRuleParams = z.strictObject({
  services: names(),
  min_requests: z.int().min(1).max(RULE_LIMITS.requests).default(RULE_DEFAULTS.failed_requests.min_requests),
  window_minutes: z
    .int()
    .min(1)
    .max(RULE_LIMITS.window_minutes)
    .default(RULE_DEFAULTS.failed_requests.window_minutes),
});
export type FailedRequestsRuleParams = z.infer<typeof FailedRequestsRuleParams>;
