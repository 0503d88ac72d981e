import { compareText } from '../../../common/compare_text.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';
import type { IncidentsConfig } from '../settings/incidents.ts';
import type { Failures } from './evidence.ts';
import type { EvidenceGroup } from './join_evidence.ts';

/**
 * The service in which an incident began. What failed requests say is causal: of most of them, the service of the first error.
 * Where none has an error it is that of the earliest anomaly, weighted by its risk: for each gap that it came later it counts half.
 * Undefined where nothing names a service.
 */
export function whereItBegan(
  { evidence, failures, start }: EvidenceGroup,
  { gap_minutes }: IncidentsConfig,
): string | undefined {
  const [failed_first] = [...countsOf(failures)].sort(
    ([one, a], [other, b]) => b.count - a.count || a.first - b.first || compareText(one, other),
  );
  if (failed_first) return failed_first[0];
  let most = -1;
  let service: string | undefined;
  for (const one of evidence) {
    if (one.service === undefined) continue;
    const weight = one.risk_score * 2 ** -((one.start - start) / (gap_minutes * MINUTE_MS));
    if (weight > most) [most, service] = [weight, one.service];
  }
  return service;
}

function countsOf(failures: readonly Failures[]): Map<string, { count: number; first: number }> {
  const counts = new Map<string, { count: number; first: number }>();
  for (const { service, count, time } of failures) {
    if (service === undefined) continue;
    const known = counts.get(service);
    if (known) known.count += count;
    else counts.set(service, { count, first: time });
  }
  return counts;
}
