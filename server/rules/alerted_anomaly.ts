import type * as z from 'zod';
import { readerOf } from '../../common/api/reader_of.ts';
import { AnomalyDocument } from '../../common/documents/anomaly_document.ts';

const { anomaly } = AnomalyDocument.shape;

/** What alerts say of an anomaly: no samples, no numbers of its detector. */
const AlertedAnomaly = AnomalyDocument.pick({
  event: true,
  service: true,
  log_ai: true,
  is_late: true,
  data_streams: true,
}).extend({ anomaly: anomaly.pick({ type: true, status: true, raised: true, reason: true }) });
export type AlertedAnomaly = z.infer<typeof AlertedAnomaly>;

/** The service may be newer than this plugin. */
const Reader = readerOf(AlertedAnomaly, { unknown_keys: 'strip' });

const { anomaly: parts, ...others } = AlertedAnomaly.shape;
/** The parts of the document that are asked for. */
export const ALERTED_FIELDS: readonly string[] = [
  ...Object.keys(others),
  ...Object.keys(parts.shape).map((name) => `anomaly.${name}`),
];

/** What is no anomaly is left out: nobody can be told of it. */
export function readAnomalies(sources: readonly unknown[]): AlertedAnomaly[] {
  return sources.flatMap((source) => Reader.safeParse(source).data ?? []);
}
