import { HOUR_MS, MINUTE_MS } from '../../../../common/minutes.ts';
import type { IncidentDocument } from '../../../../common/documents/incident_document.ts';
import type { Evidence } from '../../incidents/evidence.ts';
import { incidentDocumentOf } from '../../incidents/incident_record.ts';
import { type IncidentSettings, joinEvidence, reachOf } from '../../incidents/join_evidence.ts';
import { incidentIdOf } from '../../incidents/match_incidents.ts';
import type { IncidentStore } from '../../ports/incidents.ts';

/** What goes on for longer is told as far as it is known: what is kept of it does not grow for ever. */
const LONGEST_MS = 24 * HOUR_MS;

/**
 * The incidents of anomalies that come a block at a time, as one look at all of them tells them: what may go on in the next block
 * stays open. Failed requests are those that are stored.
 *
 * @param options.open - Evidence of the blocks before that is of no incident that was told.
 * @param options.found - What begins in this block, in the form of its end.
 * @param options.until - What comes begins then or later; Infinity: nothing comes.
 */
export async function incidentsOfBlock({
  open,
  found,
  until,
  settings,
  incidents,
}: {
  readonly open: readonly Evidence[];
  readonly found: readonly Evidence[];
  readonly until: number;
  readonly settings: IncidentSettings;
  readonly incidents: Pick<IncidentStore, 'readFailures'>;
}): Promise<{ readonly told: readonly IncidentDocument[]; readonly open: readonly Evidence[] }> {
  const evidence = [...open, ...found];
  if (evidence.length === 0) return { told: [], open: [] };
  const around = settings.gap_minutes * MINUTE_MS;
  const failures = await incidents.readFailures({
    from: evidence.reduce((least, { start }) => Math.min(least, start), Infinity) - around,
    to: evidence.reduce((most, { end }) => Math.max(most, end), 0) + around + 1,
  });
  // A request connects what lies on both its sides.
  const reach = 2 * reachOf(settings);
  const told: IncidentDocument[] = [];
  const going_on: Evidence[] = [];
  for (const group of joinEvidence({ evidence, failures, settings })) {
    const { start, end } = group;
    if (end + reach > until && until - start < LONGEST_MS) going_on.push(...group.evidence);
    else
      told.push(
        incidentDocumentOf(
          group,
          { id: incidentIdOf(group.evidence[0].id), others: [] },
          { settings, judged_until: Math.min(until, end + reach), now: end },
        ),
      );
  }
  return { told, open: going_on };
}
