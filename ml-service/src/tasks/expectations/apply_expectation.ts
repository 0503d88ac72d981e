import type { ExpectationDocument } from '../../../../common/documents/expectation_document.ts';
import { MINUTE_MS } from '../../../../common/minutes.ts';
import type { ExpectationStore } from '../../ports/expectations.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TemplateFinder } from '../../ports/templates.ts';
import { followExpectations } from './follow_expectations.ts';

/** As many anomalies as a search finds: the newest are those that somebody looks at. */
const MOST_ANOMALIES = 10_000;

/**
 * Has the anomalies that are stored follow an expectation that was made, changed or taken back. Detectors do so only with what they
 * find again, and a person waits for what they see.
 *
 * @returns How many changed.
 */
export async function applyExpectation(
  expectation: ExpectationDocument,
  {
    ports,
    now,
  }: {
    readonly ports: {
      readonly records: Pick<RecordStore, 'readAnomalies' | 'writeAnomalies'>;
      readonly expectations: Pick<ExpectationStore, 'inForce'>;
      readonly templates: Pick<TemplateFinder, 'mergedIds'>;
      readonly logs: Pick<LogStore, 'countValue'>;
    };
    /** Milliseconds since the epoch. */
    readonly now: number;
  },
): Promise<number> {
  const from = Date.parse(expectation.from);
  if (expectation.kind === 'sensitivity' || from > now) return 0;
  const { template_id, services = [], type } = expectation.about;
  const merged = await ports.templates.mergedIds();
  const range = { from: from - MINUTE_MS, to: now + MINUTE_MS };
  const { records: anomalies } = await ports.records.readAnomalies({
    range,
    size: MOST_ANOMALIES,
    type,
    ...(services.length === 1 && { service: services[0] }),
    ...(template_id !== undefined && { template_ids: merged.idsOf(template_id) }),
  });
  // They may have begun before this one, and be expected by another that was in force then.
  const first = anomalies.reduce(
    (least, { anomaly }) => Math.min(least, Date.parse(anomaly.first_seen)),
    range.from,
  );
  const saying = {
    stated: await ports.expectations.inForce({ from: first, to: range.to }),
    liveOf: (id: string) => merged.liveOf(id),
    idsOf: (id: string) => merged.idsOf(id),
    logs: ports.logs,
  };
  const changed = [];
  for (const anomaly of anomalies) {
    const stands = await followExpectations(anomaly, saying);
    // Incidents follow what changed since they were told.
    if (stands !== anomaly)
      changed.push({ ...stands, event: { ...stands.event, updated: new Date(now).toISOString() } });
  }
  await ports.records.writeAnomalies(changed);
  return changed.length;
}
