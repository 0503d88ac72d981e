import { idCandidates } from '../../../ml-service/src/correlate/joining/id_candidates.ts';
import { joinByIds } from '../../../ml-service/src/correlate/joining/join_by_ids.ts';
import { BenchError } from '../benchmark.ts';
import type { Fault, FaultyLogs } from '../incidents/faulty_logs.ts';
import { readParts } from './parsed_rows.ts';

/** Of requests of several services whose trace and span were removed. */
export interface JoinedAgain {
  readonly requests: number;
  /** Lines of two services or more were joined again. */
  readonly joined: number;
  /** What was joined, and of it what holds lines of another request, too. */
  readonly groups: number;
  readonly wrong_groups: number;
  /** Lines of these groups, and of them those of another request than most of their group. */
  readonly lines: number;
  readonly wrong_lines: number;
}

/** Removes the fields of trace and span, and what stands of them in the text, and joins lines by other ids. */
export function joinAgain({ header }: FaultyLogs, { rows }: Fault): JoinedAgain {
  const [read] = readParts(header, [rows.map(({ text, trace }) => withoutTrace(text, trace))]);
  if (read!.length !== rows.length)
    throw new BenchError('A line without a time, or a service: which request it is of is not known.');
  const lines = read!.map(({ timestamp, service, message }) => ({
    time: timestamp,
    service,
    ids: idCandidates(message),
  }));
  const traceOf = (at: number) => rows[at]!.trace;
  const services = Map.groupBy(lines.keys(), traceOf);
  const isOfSeveral = (at: readonly number[]) => new Set(at.map((one) => lines[one]!.service)).size > 1;
  const joined = new Set<string>();
  const told = { groups: 0, wrong_groups: 0, lines: 0, wrong_lines: 0 };
  for (const group of joinByIds(lines).requests) {
    const of_trace = [...Map.groupBy(group, traceOf)].sort((a, b) => b[1].length - a[1].length);
    const [trace, most] = of_trace[0]!;
    if (isOfSeveral(most)) joined.add(trace);
    told.groups += 1;
    told.wrong_groups += of_trace.length > 1 ? 1 : 0;
    told.lines += group.length;
    told.wrong_lines += group.length - most.length;
  }
  const requests = [...services].filter(([trace, at]) => trace !== '' && isOfSeveral(at)).length;
  return { requests, joined: joined.size, ...told };
}

/** Trace and span stand in the fields behind those of the pod and its container, and in the text. */
function withoutTrace(text: string, trace: string): string {
  const [, , , , , , span = ''] = text.split(',', 7);
  return [trace, span].filter((id) => id !== '').reduce((left, id) => left.replaceAll(id, ''), text);
}
