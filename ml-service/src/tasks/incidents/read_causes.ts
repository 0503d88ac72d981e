import type { IncidentDocument } from '../../../../common/documents/incident_document.ts';
import { dataStreamOf } from '../../../../common/data_streams.ts';
import { HOUR_MS } from '../../../../common/minutes.ts';
import { findCauses, type Stretch } from '../../correlate/cause/find_causes.ts';
import type { RankedCause } from '../../correlate/cause/rank_causes.ts';
import { type CourseLine, courseLineOf } from '../../correlate/course/course_line.ts';
import { requestShare } from '../../correlate/request_share.ts';
import { beginningOf } from '../../incidents/cause.ts';
import type { IncidentStore } from '../../ports/incidents.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { TimeRange } from '../../ports/time.ts';

/** What is compared with: long enough for the paths that requests take, short enough to be of the same day. */
const PAST_MS = HOUR_MS;
/** Lines that are read: it takes a second or two. Of more a share of the requests is. */
const MOST_LINES = 50_000;
/** Incidents beside it, which are no past to compare with. */
const MOST_OTHERS = 100;

/** What causes are read of. */
export interface CauseReading {
  readonly incidents: Pick<IncidentStore, 'readIncidents'>;
  readonly logs: Pick<LogStore, 'countRequestLines' | 'requestIds' | 'requestEvents'>;
  /** The live id of a template. */
  readonly liveOf: (template_id: string) => string;
  /** Only of lines that lie in these, where named. */
  readonly data_streams?: readonly string[] | undefined;
  /** Aborted when whoever asks does not wait any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Where an incident began, by the requests of its first half hour beside those of the hour before. */
export async function readCauses(
  incident: Pick<IncidentDocument, 'event'>,
  reading: CauseReading,
): Promise<{
  readonly causes: readonly RankedCause[];
  /** How many requests, and of all the share that they are. */
  readonly requests: number;
  readonly share: number;
}> {
  const during = beginningOf(incident);
  const range = { from: during.from - PAST_MS, to: during.to };
  const { share, requests } = await readRequests(range, reading);
  const { records } = await reading.incidents.readIncidents({ range, size: MOST_OTHERS });
  const except = records
    .filter(({ event }) => event.id !== incident.event.id)
    .map(({ event }): Stretch => ({ from: Date.parse(event.start), to: Date.parse(event.end) }));
  const causes = findCauses({ requests: requests.values(), during, except });
  return { causes, requests: requests.size, share };
}

async function readRequests(
  range: TimeRange,
  { logs, liveOf, data_streams, signal }: CauseReading,
): Promise<{ share: number; requests: ReadonlyMap<string, readonly CourseLine[]> }> {
  const mayRead = data_streams && new Set(data_streams);
  const share = requestShare({ lines: await logs.countRequestLines(range), most: MOST_LINES });
  const requests = new Map<string, CourseLine[]>();
  for await (const ids of logs.requestIds(range, share)) {
    if (ids.length === 0) continue;
    for await (const page of logs.requestEvents(ids, { range, max_lines: MOST_LINES, signal })) {
      for (const event of page) {
        if (mayRead && !mayRead.has(dataStreamOf(event.reference._index))) continue;
        const line = courseLineOf(event, liveOf);
        const lines = requests.get(event.request_id);
        if (lines) lines.push(line);
        else requests.set(event.request_id, [line]);
      }
    }
  }
  return { share, requests };
}
