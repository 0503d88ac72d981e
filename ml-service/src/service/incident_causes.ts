import type { Incident, IncidentCauses } from '../../../common/api.ts';
import type { Caller } from '../../../common/api/caller.ts';
import { tellCauses } from '../correlate/cause/tell_causes.ts';
import { readCauses } from '../tasks/incidents/read_causes.ts';
import type { ServiceParts } from './service_parts.ts';
import { templateTexts } from './template_texts.ts';

type CauseParts = Pick<ServiceParts, 'incidents' | 'logs' | 'templates'>;

/**
 * Where an incident began, made of the lines that the caller may read.
 *
 * @param options.signal - Aborted when whoever asks does not wait any more.
 */
export async function incidentCauses(
  incident: Incident,
  {
    parts: { incidents, logs, templates },
    caller,
    signal,
  }: { parts: CauseParts; caller: Caller; signal?: AbortSignal | undefined },
): Promise<IncidentCauses> {
  const merged = await templates.mergedIds();
  const { data_streams } = caller;
  const liveOf = (id: string) => merged.liveOf(id);
  const read = await readCauses(incident, { incidents, logs, liveOf, data_streams, signal });
  const ids = read.causes.flatMap(({ evidence }) =>
    evidence.flatMap(({ step, after }) => [step.template_id, after.template_id]),
  );
  const texts = await templateTexts(
    ids.flatMap((id) => id ?? []),
    { templates, caller },
  );
  return {
    ...read,
    causes: tellCauses(read.causes, (id) => (id === undefined ? undefined : texts.get(id))).map((cause) => ({
      ...cause,
      evidence: [...cause.evidence],
    })),
  };
}
