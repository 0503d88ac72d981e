import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { ExpectationDocument } from '../../../../common/documents/expectation_document.ts';
import { MINUTE_MS } from '../../../../common/minutes.ts';
import type { LogStore } from '../../ports/logs.ts';
import { expectationsOf, expectedBy, type LiveOf } from '../../store/expectations.ts';

/** Of so many lines of an anomaly have the value that is expected: what comes besides is what always comes, not another cause. */
const NEARLY_ALL = 0.9;

/** What people said in advance, and what is needed to follow it. */
export interface Saying {
  readonly stated: readonly ExpectationDocument[];
  readonly liveOf: LiveOf;
  /** All ids under which lines of a template may lie. */
  readonly idsOf: (template_id: string) => readonly string[];
  readonly logs: Pick<LogStore, 'countValue'>;
}

/** The anomaly as it stands with what was said in advance. The lines are asked only about values of parameters. */
export async function followExpectations(anomaly: AnomalyDocument, saying: Saying): Promise<AnomalyDocument> {
  for (const expectation of expectationsOf(anomaly, saying)) {
    if (await hasValue(anomaly, expectation, saying)) return expectedBy(anomaly, expectation);
  }
  return expectedBy(anomaly, undefined);
}

async function hasValue(
  { anomaly, service, log_ai }: AnomalyDocument,
  { about: { parameter } }: ExpectationDocument,
  { logs, idsOf }: Saying,
): Promise<boolean> {
  if (!parameter) return true;
  // It names the template of the anomaly, else it were not about it.
  const template_ids = idsOf(log_ai.template!.id);
  const from = Date.parse(anomaly.first_seen);
  const to = Math.max(from + MINUTE_MS, Date.parse(anomaly.last_seen));
  const { total, matching } = await logs.countValue({
    template_ids,
    service: service?.name,
    range: { from, to },
    parameter,
  });
  return total > 0 && matching >= NEARLY_ALL * total;
}
