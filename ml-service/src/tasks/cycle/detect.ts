import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { anomalyDocumentOf } from '../../detect/findings/anomaly_record.ts';
import type { CountHistory } from '../../detect/counts/count_history.ts';
import type { Detector } from '../../detect/detector.ts';
import { type DetectionRun, runDetectors, RunState } from '../../detect/run_detectors.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import { withExpectation } from '../../store/merge_anomaly.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

export const DETECTOR_STATE = 'detector:cluster';
const MINUTE = 60_000;
/** Lines that are shown for an anomaly. */
const SAMPLES = 3;

interface DetectPorts {
  readonly logs: LogStore;
  readonly records: RecordStore;
  readonly now: () => number;
}

/** What a detection run said. */
export interface DetectSummary {
  readonly anomalies: readonly AnomalyDocument[];
  readonly verdicts: DetectionRun['verdicts'];
  readonly unknown_minutes: number;
}

/**
 * Judges the minutes [from, to) and writes what is abnormal. Without a state it begins afresh: the ids are the same, so
 * a range judged again updates and never doubles.
 */
export async function detectRange(options: {
  ports: DetectPorts;
  detectors: readonly Detector[];
  catalog: Pick<TemplateCatalog, 'known' | 'isExpected'>;
  history: CountHistory;
  from: number;
  to: number;
  state?: RunState | undefined;
}): Promise<DetectSummary & { state: RunState }> {
  const { ports, detectors, catalog, history, from, to, state } = options;
  const run = runDetectors({ detectors, counts: history, templates: catalog.known(), from, to, state });
  const anomalies: AnomalyDocument[] = [];
  for (const finding of run.findings) {
    const samples = await ports.logs.samples({
      template_ids: [finding.template_id],
      service: finding.service,
      range: { from: finding.start * MINUTE, to: finding.end * MINUTE },
      size: SAMPLES,
    });
    const anomaly = anomalyDocumentOf({ finding, created: ports.now(), samples });
    // It is written all the same: who looks for it finds it, and nobody is told.
    anomalies.push(catalog.isExpected(finding.template_id) ? withExpectation(anomaly, true) : anomaly);
  }
  await ports.records.writeAnomalies(anomalies);
  return { anomalies, verdicts: run.verdicts, unknown_minutes: run.unknown_minutes, state: run.state };
}

/** Judges the minutes that have ended since the last run. */
export async function detectNew(options: {
  ports: DetectPorts & { readonly state: StateStore };
  detectors: readonly Detector[];
  catalog: TemplateCatalog;
  history: CountHistory;
  /** A minute is judged this long after its end: shippers and refreshes are late. */
  lag_ms: number;
  lease?: Lease;
}): Promise<DetectSummary> {
  const { ports, history, lag_ms, lease } = options;
  const state = RunState.safeParse(await ports.state.read(DETECTOR_STATE)).data;
  const to = Math.floor((ports.now() - lag_ms) / MINUTE);
  const from = state?.evaluated_until ?? history.knownMinutes({ from: 0, to })[0] ?? to;
  if (from >= to) return { anomalies: [], verdicts: [], unknown_minutes: 0 };
  const { state: after, ...summary } = await detectRange({ ...options, from, to, state });
  await ports.state.write(DETECTOR_STATE, after, lease);
  return summary;
}
