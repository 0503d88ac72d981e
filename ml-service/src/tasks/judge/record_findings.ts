import { dataStreamOf } from '../../../../common/data_streams.ts';
import type { TemplateLabel } from '../../../../common/documents/template_label.ts';
import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { SEVERITY_OF_LEVEL } from '../../../../common/levels.ts';
import type { SeverityVerdict } from '../../../../common/severity_rule.ts';
import { anomalyDocumentOf } from '../../detect/findings/anomaly_record.ts';
import { anomalyIdOf, type Finding } from '../../detect/findings/finding.ts';
import { subjectKeyOf, withTemplate } from '../../detect/findings/subject.ts';
import { serviceOf } from '../../detect/sources/source.ts';
import { sourceNameOf } from '../../detect/sources/source_name.ts';
import { isoOfMinute, MINUTE_MS, timeOfMinute } from '../../../../common/minutes.ts';
import { levelsOf, shareLevelsOf } from '../../../../common/shares.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { ExpectationStore } from '../../ports/expectations.ts';
import type { RecordStore } from '../../ports/records.ts';
import { matchAnomalies, seriesOf, type Spell } from '../../store/match_anomalies.ts';
import { weighed } from '../../store/expectations.ts';
import { isJudgedFurther, withExpectation } from '../../store/merge_anomaly.ts';
import { templateLabelOf } from '../../store/template_label.ts';
import { joinDataStreams } from '../../store/origins.ts';
import { mergedIdsOf } from '../../store/merged_ids.ts';
import { followExpectations } from '../expectations/follow_expectations.ts';
import { verdictOf } from '../catalog/detected_templates.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

/** What judging needs of the templates. */
export type JudgedTemplates = Pick<TemplateCatalog, 'known' | 'resolve' | 'isExpected' | 'dataStreamsOf'> & {
  readonly documents: Pick<TemplateCatalog['documents'], 'all'>;
};

/** Lines that are shown for an anomaly. */
const SAMPLES = 3;
/** Those of a service that is silent were written so short a time before. */
const LAST_LINES_MINUTES = 10;

export interface JudgePorts {
  readonly logs: LogStore;
  readonly records: Pick<
    RecordStore,
    'readCounts' | 'countedIntervals' | 'dataStreamsOf' | 'readAnomaliesOf' | 'writeAnomalies'
  >;
  readonly expectations: Pick<ExpectationStore, 'inForce'>;
  readonly now: () => number;
  /** Lets others have the processor, in the midst of long work. */
  readonly pause: () => Promise<void>;
}

/** What recording needs of them. */
export type RecordPorts = Pick<JudgePorts, 'logs' | 'expectations' | 'now'> & {
  readonly records: Pick<RecordStore, 'dataStreamsOf' | 'readAnomaliesOf' | 'writeAnomalies'>;
};

/** What became of findings. */
export interface Recorded {
  /** As they were written. */
  readonly anomalies: readonly AnomalyDocument[];
  /** What is stored of these was judged further: the run has to go on before it knows better. */
  readonly waiting: readonly Finding[];
}

/**
 * Writes findings as the anomalies that they are: an id is minted only where none of the same subject is stored that
 * touches it in time. Those that turn out to be part of another are closed.
 *
 * @param options.beside - Other findings of the run, that are not to be written: what is theirs is not taken from them.
 * @param options.judged_until - The minutes before were judged.
 * @param options.lookback - A minute was judged by so many before it.
 * @param options.alerts_from - What ended before is too old to alert anybody, milliseconds since the epoch: it is recorded.
 */
export async function recordFindings(options: {
  ports: RecordPorts;
  catalog: JudgedTemplates;
  findings: readonly Finding[];
  beside?: readonly Finding[];
  judged_until: number;
  lookback: number;
  watermark?: number | undefined;
  alerts_from?: number | undefined;
}): Promise<Recorded> {
  const { ports, catalog, findings, beside = [], judged_until, lookback, watermark } = options;
  const { alerts_from = -Infinity } = options;
  if (findings.length === 0) return { anomalies: [], waiting: [] };
  const names = namesOf(catalog);
  const spells = [...findings, ...beside].map((finding) => spellOf(finding, names));
  const range = {
    from: spells.reduce((least, { start }) => Math.min(least, start), Infinity),
    to: spells.reduce((most, { end }) => Math.max(most, end), -Infinity),
  };
  const [stored, stated] = await Promise.all([
    ports.records.readAnomaliesOf({
      subject_keys: [...new Set(spells.flatMap(({ subject_keys }) => subject_keys))],
      range,
    }),
    // What was said within its last minute holds of all of it.
    ports.expectations.inForce({ ...range, to: range.to + MINUTE_MS }),
  ]);
  const saying = { ...names, stated, logs: ports.logs };
  const matches = matchAnomalies(spells, stored);
  const ids = new Set(stored.map(({ event }) => event.id));
  const mint = (finding: Finding) => {
    for (let taken = 0; ; taken++) {
      const id = anomalyIdOf({ ...finding, taken });
      if (!ids.has(id)) return id;
    }
  };
  const anomalies: AnomalyDocument[] = [];
  const waiting: Finding[] = [];
  for (const [number, finding] of findings.entries()) {
    const match = matches.get(number);
    if (match && isJudgedFurther(match.anomaly, isoOfMinute(judged_until))) {
      waiting.push(finding);
      continue;
    }
    const [data_streams, samples] = await Promise.all([
      dataStreamsOf(finding, { ports, catalog, lookback }),
      samplesOf(finding, { ports, names }),
    ]);
    const found = anomalyDocumentOf({
      finding,
      written: ports.now(),
      judged_until,
      watermark,
      samples,
      is_late: timeOfMinute(finding.end) < alerts_from,
      data_streams: joinDataStreams(
        data_streams,
        samples.map(({ _index }) => dataStreamOf(_index)),
      ),
      label: names.labelOf(finding.template_id),
      verdict: names.verdictOf(finding.template_id),
      stored: match?.anomaly,
      id: match?.anomaly.event.id ?? mint(finding),
    });
    const anomaly = weighed(found, saying);
    const expected = finding.template_id !== undefined && catalog.isExpected(finding.template_id);
    // It is written all the same: who looks for it finds it, and nobody is told.
    anomalies.push(expected ? withExpectation(anomaly, true) : await followExpectations(anomaly, saying));
    for (const other of match?.others ?? []) {
      if (other.anomaly.found_status === 'active') {
        anomalies.push(closed(other, { status: 'resolved', judged_until, now: ports.now() }));
      }
    }
  }
  await ports.records.writeAnomalies(anomalies);
  return { anomalies, waiting };
}

/**
 * Closes what is stored as active but that a run from the beginning did not find to be: its detector forgot it, or late
 * documents showed that there was nothing.
 *
 * @param options.from - The first minute that the run judged: what ended before was not looked at again.
 * @param options.open - Those that the run found to be active.
 */
export async function closeForgotten(options: {
  ports: Pick<JudgePorts, 'now'> & {
    readonly records: Pick<RecordStore, 'readOpenAnomalies' | 'writeAnomalies'>;
  };
  types: readonly AnomalyDocument['anomaly']['type'][];
  open: readonly AnomalyDocument[];
  from: number;
  judged_until: number;
}): Promise<readonly AnomalyDocument[]> {
  const { ports, types, open, from, judged_until } = options;
  const ids = new Set(open.map(({ event }) => event.id));
  const stored = await ports.records.readOpenAnomalies(types);
  const forgotten = stored
    .filter(({ event }) => !ids.has(event.id))
    .map((anomaly) => {
      const status = anomaly.anomaly.last_seen > isoOfMinute(from) ? 'resolved' : 'expired';
      return closed(anomaly, { status, judged_until, now: ports.now() });
    });
  await ports.records.writeAnomalies(forgotten);
  return forgotten;
}

function closed(
  { anomaly, event, ...rest }: AnomalyDocument,
  how: { status: 'resolved' | 'expired'; judged_until: number; now: number },
): AnomalyDocument {
  return {
    ...rest,
    event: { ...event, updated: new Date(how.now).toISOString() },
    anomaly: {
      ...anomaly,
      status: anomaly.status === 'expected' ? 'expected' : how.status,
      found_status: how.status,
      judged_until: isoOfMinute(how.judged_until),
    },
    is_interim: false,
  };
}

/** Under which ids what is said of a template may lie. */
interface TemplateNames {
  /** The id that stands for it now. */
  readonly liveOf: (id: string) => string;
  /** That it has and had. */
  readonly idsOf: (id: string) => readonly string[];
  /** How one is called beside its id. */
  readonly labelOf: (id: string | undefined) => TemplateLabel | undefined;
  /** What is said of the severity of its lines. */
  readonly verdictOf: (id: string | undefined) => SeverityVerdict | undefined;
  /** Of the one that it was split from, the nearest first. */
  readonly parentsOf: (id: string) => readonly string[];
}

function namesOf(catalog: JudgedTemplates): TemplateNames {
  const documents = catalog.documents.all();
  const merged = mergedIdsOf(documents.values());
  const knownOf = (id: string | undefined) =>
    id === undefined ? undefined : documents.get(merged.liveOf(id));
  const parentOf = (id: string) => documents.get(id)?.split_from?.template_id;
  return {
    liveOf: (id) => merged.liveOf(id),
    idsOf: (id) => merged.idsOf(id),
    labelOf: (id) => {
      const known = knownOf(id);
      return known && templateLabelOf(known);
    },
    verdictOf: (id) => {
      const severity = knownOf(id)?.severity;
      return severity && verdictOf(severity);
    },
    parentsOf: (id) => {
      const parents: string[] = [];
      for (let parent = parentOf(id); parent !== undefined; parent = parentOf(parent)) {
        if (parents.includes(parent)) break;
        parents.push(parent);
      }
      return parents;
    },
  };
}

function spellOf(
  finding: Finding,
  names: TemplateNames,
): Spell & { readonly subject_keys: readonly string[] } {
  const { subject, start, end } = finding;
  const ranks =
    'template' in subject
      ? [
          names.idsOf(subject.template),
          ...names.parentsOf(subject.template).map((id) => names.idsOf(id)),
        ].map((ids) => ids.map((id) => subjectKeyOf(withTemplate(subject, id))))
      : [[subjectKeyOf(subject)]];
  const { kind } = subject;
  return {
    series: ranks.map((keys) => keys.map((key) => seriesOf(finding.type, { kind, key }))),
    subject_keys: ranks.flat(),
    start: timeOfMinute(start),
    end: timeOfMinute(end),
  };
}

/** Findings of other sources than counts bring the lines that they were made of. */
async function samplesOf(
  { template_id, service, subject, actual, start, end, evidence }: Finding,
  { ports, names }: { ports: Pick<JudgePorts, 'logs'>; names: TemplateNames },
): Promise<AnomalyDocument['anomaly']['samples']> {
  if (evidence) return [...evidence.samples];
  const share = shareLevelsOf(subject.kind);
  const isOfService = subject.kind === 'service' || share !== undefined;
  if (template_id === undefined && !isOfService) return [];
  // Of a service that is silent the last lines are shown.
  const from = subject.kind === 'service' && actual === 0 ? start - LAST_LINES_MINUTES : start;
  return ports.logs.samples({
    ...(template_id !== undefined && { template_ids: names.idsOf(template_id) }),
    ...(share !== undefined && {
      severities: [...new Set(levelsOf(share).map((level) => SEVERITY_OF_LEVEL[level]))],
    }),
    service,
    range: { from: timeOfMinute(from), to: timeOfMinute(end) },
    size: SAMPLES,
  });
}

/**
 * Who may see it: its reason quotes the template, so it is for those who may see that; what is said of a service is for those
 * who may see all lines that it was judged by.
 */
async function dataStreamsOf(
  { template_id, service, subject, start, end, evidence }: Finding,
  { ports, catalog, lookback }: { ports: RecordPorts; catalog: JudgedTemplates; lookback: number },
): Promise<readonly string[] | undefined> {
  if (evidence) {
    const quoted = [...(template_id === undefined ? [] : [template_id]), ...evidence.quotes];
    return joinDataStreams(
      undefined,
      quoted.flatMap((id) => catalog.dataStreamsOf(id) ?? []),
    );
  }
  if (template_id !== undefined) return catalog.dataStreamsOf(template_id);
  const source = subject.kind === 'source' ? subject : undefined;
  const written_by = source === undefined ? service : serviceOf(source);
  if (written_by === undefined) return undefined;
  const range = { from: timeOfMinute(Math.max(0, start - lookback)), to: timeOfMinute(end) };
  const all = await ports.records.dataStreamsOf({ service: written_by, range });
  const names = source?.of === 'data_stream' ? all.filter((one) => sourceNameOf(one) === source.name) : all;
  return names.length === 0 ? undefined : names;
}
