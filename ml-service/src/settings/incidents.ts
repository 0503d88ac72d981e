import { z } from 'zod';

/** When anomalies are one incident, in numbers. */
export const IncidentsConfig = z.strictObject({
  /**
   * Anomalies of one service, or of services that failed requests connect, are of one incident when no more lies between them;
   * and one that has been quiet for so long is resolved. What fails for want of another fails within a minute or two;
   * detectors tell an anomaly's minutes to the minute.
   */
  gap_minutes: z.int().min(1).max(1440).default(5),
  /**
   * The same abnormal again within so long reopens its incident. A service that is restarted, or a pool that fills up again,
   * fails anew within minutes; what comes back later is told anew.
   */
  reopen_minutes: z.int().min(1).max(1440).default(15),
});
export type IncidentsConfig = z.infer<typeof IncidentsConfig>;
