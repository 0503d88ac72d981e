import * as z from 'zod';
import { ANOMALY_TYPES, type BACKTEST_SENSITIVITIES } from '../choices.ts';
import { AnomalyReason } from './anomaly_reason.ts';
import { IncidentHeadline } from './incident_document.ts';

export type BacktestSensitivity = (typeof BACKTEST_SENSITIVITIES)[number];

/** What a back-test would have found so far; it stands on the record of its job. */
export const BacktestResult = z.object({
  judged_minutes: z.int().default(0),
  /** Minutes of the range in which nothing is counted: a backfill counts them. */
  unknown_minutes: z.int().default(0),
  /** Without those that are expected. */
  anomalies: z.int().default(0),
  expected: z.int().default(0),
  /** By type and band of severity. */
  by_type: z.partialRecord(z.enum(ANOMALY_TYPES), z.record(z.string(), z.int())).default({}),
  /** At most 20, the most severe first. */
  worst: z
    .array(
      z.object({
        id: z.string(),
        type: z.enum(ANOMALY_TYPES),
        risk_score: z.number(),
        first_seen: z.string(),
        last_seen: z.string(),
        reason: z.string(),
        /** The same in parts. */
        said: AnomalyReason.optional(),
        service: z.string().optional(),
        template_id: z.string().optional(),
        /** Where it comes from: who may read these sees it. */
        data_streams: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  /** What would have been told together; of those the band of severity says how many. */
  incidents: z.int().default(0),
  incidents_by_band: z.record(z.string(), z.int()).default({}),
  /** At most 20, the most severe first. */
  worst_incidents: z
    .array(
      z.object({
        id: z.string(),
        risk_score: z.number(),
        start: z.string(),
        end: z.string(),
        reason: z.string(),
        headline: IncidentHeadline,
        /** Where it began. */
        first_service: z.string().optional(),
        services: z.array(z.string()),
        anomalies: z.int(),
        failed_requests: z.int(),
        /** Where it comes from: who may read all of these sees it. */
        data_streams: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  /** Minutes by detector and verdict. */
  verdicts: z.record(z.string(), z.record(z.string(), z.int())).default({}),
});
export type BacktestResult = z.infer<typeof BacktestResult>;
