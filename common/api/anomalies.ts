import * as z from 'zod';
import { AnomalyDocument, AnomalyStatus, AnomalyType } from '../documents/anomaly_document.ts';
import { SeverityLabel } from '../levels.ts';
import { FORWARD, Id, isForwardWhereGiven, optionalRange, Size } from './basics.ts';
import { FilterText } from './filter.ts';

/** Anomalies that touch the range, newest first. `min_score`: the lowest `record_score`, `min_risk` the lowest `event.risk_score`, 0–100. */
export const AnomaliesQuery = z
  .strictObject({
    ...optionalRange,
    size: Size.default(100),
    min_score: z.coerce.number().min(0).max(100).default(0),
    min_risk: z.coerce.number().min(0).max(100).default(0),
    service: Id.optional(),
    template_id: Id.optional(),
    type: AnomalyType.optional(),
    status: AnomalyStatus.optional(),
    severity: SeverityLabel.optional(),
    filter: FilterText.optional(),
  })
  .refine(isForwardWhereGiven, FORWARD);
export type AnomaliesQuery = z.infer<typeof AnomaliesQuery>;

/** Something abnormal and why, as it is indexed. */
export const Anomaly = AnomalyDocument.meta({ id: 'Anomaly' });
export type Anomaly = z.infer<typeof Anomaly>;

/** `total`: how many there are, `anomalies`: the newest of them. */
export const AnomaliesResponse = z
  .strictObject({ total: z.int(), anomalies: z.array(Anomaly) })
  .meta({ id: 'AnomaliesResponse' });
export type AnomaliesResponse = z.infer<typeof AnomaliesResponse>;

/** Whether people say that an anomaly is nothing to worry about. `false` takes it back. */
export const ExpectedRequest = z.strictObject({ expected: z.boolean() }).meta({ id: 'ExpectedRequest' });
export type ExpectedRequest = z.infer<typeof ExpectedRequest>;
