import type { Incident, IncidentCauses } from '../../../common/api.ts';
import type { Caller } from '../../../common/api/caller.ts';
import { dataStreamOf } from '../../../common/data_streams.ts';
import { HOUR_MS, MINUTE_MS } from '../../../common/minutes.ts';
import { findCauses, type Stretch } from '../correlate/cause/find_causes.ts';
import { tellCauses } from '../correlate/cause/tell_causes.ts';
import { requestShare } from '../correlate/request_share.ts';
import { type CourseLine, courseLineOf } from '../correlate/course/course_line.ts';
import type { TimeRange } from '../ports/time.ts';
import type { ServiceParts } from './service_parts.ts';
import { templateTexts } from './template_texts.ts';

/** What is compared with: long enough for the paths that requests take, short enough to be of the same day. */
const PAST_MS = HOUR_MS;
/** Of a long incident its beginning: what broke first is not what is broken later. */
const LONGEST_MS = 30 * MINUTE_MS;
/** Lines that are read: it takes a second or two. Of more a share of the requests is. */
const MOST_LINES = 50_000;
/** Incidents beside it, which are no past to compare with. */
const MOST_OTHERS = 100;

type CauseParts = Pick<ServiceParts, 'incidents' | 'logs' | 'templates'>;

/**
 * Where an incident began, made of the lines that the caller may read.
 *
 * @param options.signal - Aborted when whoever asks does not wait any more.
 */
export async function incidentCauses(
  { event }: Incident,
  options: { parts: CauseParts; caller: Caller; signal?: AbortSignal | undefined },
): Promise<IncidentCauses> {
  const { parts, caller, signal } = options;
  const start = Date.parse(event.start);
  const during = { from: start, to: Math.min(Date.parse(event.end), start + LONGEST_MS) };
  const range = { from: start - PAST_MS, to: during.to };
  const { share, requests } = await readRequests(range, { ...options, signal });
  const { records } = await parts.incidents.readIncidents({ range, size: MOST_OTHERS });
  const except = records
    .filter((other) => other.event.id !== event.id)
    .map((other): Stretch => ({
      from: Date.parse(other.event.start),
      to: Date.parse(other.event.end),
    }));
  const causes = findCauses({ requests: requests.values(), during, except });
  const ids = causes.flatMap(({ evidence }) =>
    evidence.flatMap(({ step, after }) => [step.template_id, after.template_id]),
  );
  const texts = await templateTexts(
    ids.flatMap((id) => id ?? []),
    { templates: parts.templates, caller },
  );
  return {
    causes: tellCauses(causes, (id) => (id === undefined ? undefined : texts.get(id))).map((cause) => ({
      ...cause,
      evidence: [...cause.evidence],
    })),
    requests: requests.size,
    share,
  };
}

async function readRequests(
  range: TimeRange,
  {
    parts: { logs, templates },
    caller,
    signal,
  }: { parts: CauseParts; caller: Caller; signal?: AbortSignal | undefined },
): Promise<{ share: number; requests: ReadonlyMap<string, readonly CourseLine[]> }> {
  const merged = await templates.mergedIds();
  const mayRead = caller.data_streams && new Set(caller.data_streams);
  const share = requestShare({ lines: await logs.countRequestLines(range), most: MOST_LINES });
  const requests = new Map<string, CourseLine[]>();
  for await (const ids of logs.requestIds(range, share)) {
    if (ids.length === 0) continue;
    for await (const page of logs.requestEvents(ids, { range, max_lines: MOST_LINES, signal })) {
      for (const event of page) {
        if (mayRead && !mayRead.has(dataStreamOf(event.reference._index))) continue;
        const line = courseLineOf(event, (id) => merged.liveOf(id));
        const lines = requests.get(event.request_id);
        if (lines) lines.push(line);
        else requests.set(event.request_id, [line]);
      }
    }
  }
  return { share, requests };
}
