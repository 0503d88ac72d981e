import { join } from 'node:path';
import type { AnalysisReport } from '../../../common/analysis_report.ts';
import { readReaderTables } from '../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { analyze } from '../../../ml-service/src/analyze/analyze.ts';
import { detectorsOf } from '../../../ml-service/src/detect/detectors.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import type { Benchmark, Figures } from '../benchmark.ts';
import { type Fault, type FaultyLogs, readFaultyLogs, tiled } from './faulty_logs.ts';

const MINUTE = 60_000;

/** What logs of injected faults are told as: an hour without a fault, and the minutes of one behind it. */
export const incidents: Benchmark = {
  purpose: 'injected faults behind an hour without one: which are told, and what is told without one',
  options: {},
  run: async ({ say, options: { data } }) =>
    measure(readFaultyLogs(data ?? join(DATA_DIR, 'trainticket')), say),
};

async function measure(logs: FaultyLogs, say: (text: string) => void): Promise<Figures> {
  const normal = await read([logs.header, ...tiled(logs.normal, { until: logs.normal[0]!.time, load: 1 })]);
  for (const one of normal.anomalies) say(`without a fault: ${one.reason}`);
  const faults: ({ readonly name: string } & Told)[] = [];
  for (const fault of logs.faults) {
    const told = await tell(logs, fault);
    say(`${fault.name}: ${JSON.stringify(told)}`);
    faults.push({ name: fault.name, ...told });
  }
  return {
    fault_free: { anomalies: normal.anomalies.length, incidents: normal.incidents.length },
    faults: faults.length,
    told_as_incident: faults.filter((one) => one.incidents > 0).length,
    told_as_new_incident: faults.filter((one) => one.new_incidents > 0).length,
    told: faults.filter((one) => one.new_incidents + one.anomalies > 0).length,
    false_anomalies: faults.reduce((sum, one) => sum + one.false_anomalies, 0),
    each: faults,
  };
}

/** Lines of the fault's minutes a second, in terms of those without a fault. */
function loadOf({ normal }: FaultyLogs, { rows }: Fault): number {
  const rateOf = (some: readonly { readonly time: number }[]) =>
    some.length / (some.at(-1)!.time - some[0]!.time);
  return rateOf(rows) / rateOf(normal);
}

/** What was told of one fault. */
interface Told {
  readonly load: number;
  /** That go on in the minutes of the fault, and of them those that began in them. */
  readonly incidents: number;
  readonly new_incidents: number;
  readonly anomalies: number;
  readonly false_anomalies: number;
  readonly reasons: readonly string[];
}

async function tell(logs: FaultyLogs, fault: Fault): Promise<Told> {
  const load = loadOf(logs, fault);
  const before = tiled(logs.normal, { until: fault.rows[0]!.time, load });
  const report = await read([logs.header, ...before, ...fault.rows.map(({ text }) => text)]);
  const from = Math.floor(fault.injected / MINUTE) * MINUTE;
  const isOfIt = ({ end }: { readonly end: string }) => Date.parse(end) > from;
  const begins = ({ start }: { readonly start: string }) => Date.parse(start) >= from;
  return {
    load: Math.round(load * 100) / 100,
    incidents: report.incidents.filter(isOfIt).length,
    new_incidents: report.incidents.filter(begins).length,
    anomalies: report.anomalies.filter(begins).length,
    false_anomalies: report.anomalies.filter((one) => !begins(one)).length,
    reasons: report.anomalies
      .filter(begins)
      .slice(0, 3)
      .map(({ start, reason }) => `${start.slice(11, 16)} ${reason}`),
  };
}

function read(lines: readonly string[]): Promise<AnalysisReport> {
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const chunks = function* () {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  };
  return analyze({
    inputs: [
      {
        name: 'log.csv',
        read: async function* () {
          yield* await Promise.resolve(chunks());
        },
      },
    ],
    parse: DEFAULT_PARSE_CONFIG,
    tables: readReaderTables(),
    detectors: detectorsOf(),
    reference: 0,
    seconds: () => performance.now() / 1000,
  });
}
