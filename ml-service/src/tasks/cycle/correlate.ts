import { z } from 'zod';
import type { RequestDocument } from '../../../../common/documents/request_document.ts';
import { RequestAssembler } from '../../correlate/request_assembler.ts';
import { requestDocumentOf } from '../../correlate/request_record.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TimeRange } from '../../ports/time.ts';
import { MINUTE_MS } from '../../../../common/minutes.ts';

export const CORRELATE_CHECKPOINT = 'checkpoint:requests';
export const CorrelateCheckpoint = z.object({ ingested_until: z.int() });
const OVERLAP_MS = MINUTE_MS;

interface CorrelatePorts {
  readonly logs: LogStore;
  readonly records: RecordStore;
  readonly now: () => number;
}

/** Puts the failed requests of a range together and writes them; lines that come later update them. */
export async function correlateRange(options: {
  ports: CorrelatePorts;
  range: TimeRange;
  by: 'event.ingested' | '@timestamp';
  onProgress?: (requests: number) => void;
}): Promise<readonly RequestDocument[]> {
  const { ports, range, by, onProgress } = options;
  const found: RequestDocument[] = [];
  for await (const ids of ports.logs.failedRequestIds(range, by)) {
    const assembler = new RequestAssembler();
    for await (const events of ports.logs.requestEvents(ids))
      for (const event of events) assembler.add(event);
    const created = ports.now();
    const requests = assembler.failedRequests().map((story) => requestDocumentOf({ story, created }));
    await ports.records.writeRequests(requests);
    found.push(...requests);
    onProgress?.(found.length);
  }
  return found;
}

/** Puts together what failed since the last run. The overlap lets the lines behind a failure catch up with it. */
export async function correlateNew(options: {
  ports: CorrelatePorts & { readonly state: StateStore };
  lease?: Lease;
}): Promise<readonly RequestDocument[]> {
  const { ports, lease } = options;
  const now = ports.now();
  const from =
    CorrelateCheckpoint.safeParse(await ports.state.read(CORRELATE_CHECKPOINT)).data?.ingested_until ?? 0;
  const requests = await correlateRange({
    ports,
    range: { from: Math.max(0, from - OVERLAP_MS), to: now },
    by: 'event.ingested',
  });
  await ports.state.write(CORRELATE_CHECKPOINT, { ingested_until: now }, lease);
  return requests;
}
