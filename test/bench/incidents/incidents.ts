import { join } from 'node:path';
import type { AnalysisReport } from '../../../common/analysis_report.ts';
import { RULE_DEFAULTS } from '../../../common/rules/rule_types.ts';
import { lowestScoreOf } from '../../../common/score_bands.ts';
import { readReaderTables } from '../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { analyze } from '../../../ml-service/src/analyze/analyze.ts';
import { detectorsOf } from '../../../ml-service/src/detect/detectors.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import type { Benchmark, Figures } from '../benchmark.ts';
import { type Fault, type FaultyLogs, readFaultyLogs, tiled } from './faulty_logs.ts';

const MINUTE = 60_000;
/** The risk from which the ready-made rule alerts of an incident. */
const ALERT_SCORE = lowestScoreOf(RULE_DEFAULTS.incident.min_band);

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
    alerted: faults.filter((one) => one.alerts > 0).length,
    false_alerts: faults.reduce((sum, one) => sum + one.false_alerts, 0),
    false_anomalies: faults.reduce((sum, one) => sum + one.false_anomalies, 0),
    repeated_anomalies: faults.reduce((sum, one) => sum + one.repeated_anomalies, 0),
    each: faults,
  };
}

/** Lines of the fault's minutes a second, in terms of those without a fault. */
function loadOf({ normal }: FaultyLogs, { rows }: Fault): number {
  const rateOf = (some: readonly { readonly time: number }[]) =>
    some.length / (some.at(-1)!.time - some[0]!.time);
  return rateOf(rows) / rateOf(normal);
}

type Rates = readonly [before: number, since: number];

/** What was told of one fault. */
interface Told {
  readonly load: number;
  /** That go on in the minutes of the fault, and of them those that began in them. */
  readonly incidents: number;
  readonly new_incidents: number;
  readonly anomalies: number;
  /** Incidents that the ready-made rule alerts of, in the minutes of the fault and before them. */
  readonly alerts: number;
  readonly false_alerts: number;
  readonly false_anomalies: number;
  /** Those of the false ones that begin in the repeated minutes, not in the fault's own before it was injected. */
  readonly repeated_anomalies: number;
  /** Of the faulty service, a minute, until the injection and since. */
  readonly service_lines: Rates;
  readonly service_errors: Rates;
  readonly reasons: readonly string[];
}

async function tell(logs: FaultyLogs, fault: Fault): Promise<Told> {
  const load = loadOf(logs, fault);
  const first = fault.rows[0]!.time;
  const before = tiled(logs.normal, { until: first, load });
  const report = await read([logs.header, ...before, ...fault.rows.map(({ text }) => text)]);
  const from = minuteStart(fault.injected);
  const isOfIt = ({ end }: { readonly end: string }) => Date.parse(end) > from;
  const begins = ({ start }: { readonly start: string }) => Date.parse(start) >= from;
  const alerts = report.incidents.filter(({ risk_score }) => risk_score >= ALERT_SCORE);
  return {
    load: Math.round(load * 100) / 100,
    incidents: report.incidents.filter(isOfIt).length,
    new_incidents: report.incidents.filter(begins).length,
    anomalies: report.anomalies.filter(begins).length,
    alerts: alerts.filter(isOfIt).length,
    false_alerts: alerts.filter((one) => !begins(one)).length,
    false_anomalies: report.anomalies.filter((one) => !begins(one)).length,
    repeated_anomalies: report.anomalies.filter(({ start }) => Date.parse(start) < minuteStart(first)).length,
    service_lines: ratesOf(fault, ({ pod }) => pod === fault.pod),
    service_errors: ratesOf(fault, ({ pod, is_error }) => pod === fault.pod && is_error),
    reasons: report.anomalies
      .filter(begins)
      .slice(0, 3)
      .map(({ start, reason }) => `${start.slice(11, 16)} ${reason}`),
  };
}

/** The start of the minute in which a time lies. */
function minuteStart(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

function ratesOf({ rows, injected }: Fault, isCounted: (row: Fault['rows'][number]) => boolean): Rates {
  const rateOf = (some: Fault['rows'], from: number, to: number) =>
    Math.round((10 * MINUTE * some.filter(isCounted).length) / (to - from)) / 10;
  return [
    rateOf(
      rows.filter(({ time }) => time < injected),
      rows[0]!.time,
      injected,
    ),
    rateOf(
      rows.filter(({ time }) => time >= injected),
      injected,
      rows.at(-1)!.time,
    ),
  ];
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
