import { dataStreamOf } from '../../../../common/data_streams.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { anomalyDocumentOf } from '../../detect/findings/anomaly_record.ts';
import type { CountHistory } from '../../detect/counts/count_history.ts';
import type { Detector } from '../../detect/detector.ts';
import { type DetectionRun, runDetectors, type RunState } from '../../detect/run_detectors.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import { withExpectation } from '../../store/merge_anomaly.ts';
import { joinDataStreams } from '../../store/origins.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import { timeOfMinute } from '../../../../common/minutes.ts';

export const DETECTOR_STATE = 'detector:cluster';
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
  catalog: TemplateCatalog;
  history: CountHistory;
  from: number;
  to: number;
  state?: RunState | undefined;
  /** What ended before is too old to alert anybody, milliseconds since the epoch: it is recorded. */
  alerts_from?: number;
}): Promise<DetectSummary & { state: RunState }> {
  const { ports, detectors, catalog, history, from, to, state, alerts_from = -Infinity } = options;
  const run = runDetectors({ detectors, counts: history, templates: catalog.known(), from, to, state });
  const anomalies: AnomalyDocument[] = [];
  for (const finding of run.findings) {
    const samples = await ports.logs.samples({
      template_ids: [finding.template_id],
      service: finding.service,
      range: { from: timeOfMinute(finding.start), to: timeOfMinute(finding.end) },
      size: SAMPLES,
    });
    const is_late = timeOfMinute(finding.end) < alerts_from;
    // Its reason quotes the template, so it is for those who may see that.
    const data_streams = joinDataStreams(
      catalog.dataStreamsOf(finding.template_id),
      samples.map(({ _index }) => dataStreamOf(_index)),
    );
    const anomaly = anomalyDocumentOf({ finding, created: ports.now(), samples, is_late, data_streams });
    // It is written all the same: who looks for it finds it, and nobody is told.
    anomalies.push(catalog.isExpected(finding.template_id) ? withExpectation(anomaly, true) : anomaly);
  }
  await ports.records.writeAnomalies(anomalies);
  return { anomalies, verdicts: run.verdicts, unknown_minutes: run.unknown_minutes, state: run.state };
}
