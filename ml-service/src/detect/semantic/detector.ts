import type { z } from 'zod';
import { compareText } from '../../../../common/compare_text.ts';
import type { SeverityLabel } from '../../../../common/levels.ts';
import { minuteOf } from '../../../../common/minutes.ts';
import { SemanticConfig } from '../../settings/detectors.ts';
import { UNKNOWN_SERVICE } from '../../correlate/request_assembler.ts';
import { configurationOf, type Detector, type KnownTemplate } from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { subjectKeyOf } from '../findings/subject.ts';
import type { Steps } from '../../parse/in_slices.ts';
import { sourcesOf } from '../sources/source.ts';
import { severityOf } from './expected_severity.ts';
import { semanticFinding } from './finding.ts';
import { growForestInSteps, type IsolationForestState, isolationScore } from './isolation_forest.ts';
import { evenlyOf, nearestOf, usualNovelty } from './nearest_normal.ts';
import { bothVoices, type ExpectedSeverity, semanticScore } from './semantic_score.ts';

const NAME = 'semantic';
/** Neighbours that are shown; the score goes by the nearest alone. */
const SHOWN_NEIGHBOURS = 3;
/** Half of what is known lies nearer to something else than that. */
const USUAL = { k: 1, quantile: 0.5, sample: 64 };
/** The forest is grown of so many known templates, evenly over time: each of its trees looks at 256. */
const FOREST_TEMPLATES = 512;

/** What is known of a template, when and by whom it was written included. */
export interface SeenTemplate extends KnownTemplate {
  readonly services: readonly string[];
  /** Milliseconds since the epoch. */
  readonly last_seen: number;
}

/** What a detector of templates looks at. */
export interface TemplateObservation {
  /** The minute at whose end is judged. */
  readonly minute: number;
  /** Those that are to be judged. */
  readonly candidates: readonly string[];
  /** All that live. */
  readonly templates: ReadonlyMap<string, SeenTemplate>;
  /** Vectors of length 1 by the id of their template, as far as they are known. */
  readonly meanings: ReadonlyMap<string, Float32Array>;
}

/**
 * What could be said of a template. `learning`: its source is being learned, nothing of it is new; `insufficient_history`: too
 * few were known when it came; `unembedded`: its meaning, or that of one that was known, is not known yet.
 */
export type TemplateVerdict = 'judged' | 'learning' | 'insufficient_history' | 'unembedded';

export interface TemplateEvaluation {
  readonly findings: readonly Finding[];
  /** Of each candidate that came by now. */
  readonly verdicts: ReadonlyMap<string, TemplateVerdict>;
  /** Of those that were judged, abnormal or not: 0–100. */
  readonly scores: ReadonlyMap<string, number>;
}

/** A pure judge of templates: the same observation gives the same evaluation. It remembers nothing. */
export interface TemplateDetector extends Pick<Detector, 'name' | 'types'> {
  readonly source: 'templates';
  /** So many minutes a template is followed after it came; then what was found of it has ended. */
  readonly follow_minutes: number;
  /** So long its source must have been known, and so many templates, when one came that is to be judged. */
  readonly needed_minutes: number;
  readonly needed_templates: number;
  /** Whether a template sounds so severe that it is abnormal where its meaning is: else nobody needs to know it. */
  canBeAbnormal(template: Pick<KnownTemplate, 'text' | 'level' | 'sounds'>): boolean;
  evaluate(observation: TemplateObservation): Steps<TemplateEvaluation>;
}

/** A template to be judged, and what was known when it came. */
interface Candidate {
  readonly id: string;
  readonly template: SeenTemplate;
  readonly start: number;
  /** The first so many, in the order in which they came. */
  readonly known: number;
}

/** A template in the order in which it came. */
type Seen = readonly [id: string, template: SeenTemplate];

/** What holds of a number of known templates. */
interface Normal {
  readonly vectors: readonly Float32Array[];
  readonly usual: number;
  readonly forest: IsolationForestState;
}

/**
 * Finds templates whose meaning is unlike all that was known when they came, and that sound severe. Each is judged by the
 * templates that were there before it, so that it does not matter when it is judged, nor with which others.
 *
 * @throws LogAiError `config_invalid`.
 * @example
 * const detector = semanticDetector();
 * const { findings } = atOnce(detector.evaluate({ minute, candidates: ['t1'], templates, meanings }));
 */
export function semanticDetector(options: z.input<typeof SemanticConfig> = {}): TemplateDetector {
  const config = configurationOf(SemanticConfig, options);
  return {
    name: NAME,
    source: 'templates',
    types: ['semantic'],
    follow_minutes: config.follow_minutes,
    needed_minutes: config.min_known_minutes,
    needed_templates: config.min_known_templates,
    canBeAbnormal: (template) =>
      semanticScore({ novelty: 1, severity: expectedOf(template) }) >= config.min_score,
    evaluate: (observation) => evaluate(observation, config),
  };
}

/** What words and level say, and what a model makes of the text where one has read it. */
function expectedOf(template: Pick<KnownTemplate, 'text' | 'level' | 'sounds'>): ExpectedSeverity {
  const said = severityOf(template);
  return template.sounds === undefined ? said : bothVoices(said, template.sounds);
}

function* evaluate(observation: TemplateObservation, config: SemanticConfig): Steps<TemplateEvaluation> {
  const { minute, candidates, templates, meanings } = observation;
  const findings: Finding[] = [];
  const verdicts = new Map<string, TemplateVerdict>();
  const scores = new Map<string, number>();
  const came = candidates.flatMap((id): Seen[] => {
    const template = templates.get(id);
    return template !== undefined && minuteOf(template.first_seen) <= minute ? [[id, template]] : [];
  });
  if (came.length === 0) return { findings, verdicts, scores };
  const ordered = [...templates].sort(
    ([id, a], [other, b]) => a.first_seen - b.first_seen || compareText(id, other),
  );
  const firsts = firstMinutesOf(ordered, templates);
  const unembedded = ordered.findIndex(([id]) => !meanings.has(id));
  const embedded = unembedded === -1 ? ordered.length : unembedded;
  const normals = new Map<number, Normal>();
  for (const [id, template] of came) {
    const start = minuteOf(template.first_seen);
    const service = learnedServiceOf([id, template], { start, firsts, templates, config });
    const known = knownBefore(start - config.follow_minutes, ordered);
    const vector = meanings.get(id);
    if (service === undefined) verdicts.set(id, 'learning');
    else if (known < config.min_known_templates) verdicts.set(id, 'insufficient_history');
    else if (vector === undefined || known > embedded) verdicts.set(id, 'unembedded');
    else {
      verdicts.set(id, 'judged');
      const severity = severityOf(template);
      const vectors = vectorsOf(ordered, known, meanings);
      const novelty = nearestOf(vector, vectors, { k: 1 })[0]!.distance;
      const score = semanticScore({ novelty, severity: expectedOf(template) });
      scores.set(id, score);
      yield;
      if (score < config.min_score) continue;
      let normal = normals.get(known);
      if (normal === undefined) normals.set(known, (normal = yield* normalOf(vectors, config)));
      if (novelty <= normal.usual) continue;
      const candidate = { id, template, start, known };
      findings.push(
        findingOf(candidate, { minute, service, severity, score, novelty, vector, normal, ordered, config }),
      );
    }
  }
  const keyOf = ({ subject }: Finding) => subjectKeyOf(subject);
  return { findings: findings.sort((a, b) => compareText(keyOf(a), keyOf(b))), verdicts, scores };
}

function findingOf(
  { id, template, start, known }: Candidate,
  judged: {
    readonly minute: number;
    readonly service: string;
    readonly severity: SeverityLabel;
    readonly score: number;
    readonly novelty: number;
    readonly vector: Float32Array;
    readonly normal: Normal;
    readonly ordered: readonly Seen[];
    readonly config: SemanticConfig;
  },
): Finding {
  const { minute, vector, normal, ordered, config } = judged;
  // Whoever sees the one sees the other, too.
  const isHidden = (index: number) => !isWithin(ordered[index]![1].data_streams, template.data_streams);
  const neighbours = nearestOf(vector, normal.vectors, { k: SHOWN_NEIGHBOURS, without: isHidden });
  return semanticFinding({
    ...judged,
    id,
    template,
    start,
    last: Math.min(Math.max(start, minuteOf(template.last_seen)), start + config.follow_minutes - 1),
    status: minute - start < config.follow_minutes ? 'active' : 'resolved',
    usual: normal.usual,
    neighbours: neighbours.map(({ index, distance }) => ({ id: ordered[index]![0], distance })),
    isolation: isolationScore(normal.forest, vector),
    isolation_threshold: normal.forest.threshold,
    known,
  });
}

function* normalOf(
  vectors: readonly Float32Array[],
  { trees, contamination }: Pick<SemanticConfig, 'trees' | 'contamination'>,
): Steps<Normal> {
  return {
    vectors,
    usual: (yield* usualNovelty(vectors, USUAL))!,
    forest: yield* growForestInSteps(evenlyOf(vectors, FOREST_TEMPLATES), { trees, contamination }),
  };
}

/** How many came before a minute. */
function knownBefore(minute: number, ordered: readonly Seen[]): number {
  const at = ordered.findIndex(([, { first_seen }]) => minuteOf(first_seen) >= minute);
  return at === -1 ? ordered.length : at;
}

function vectorsOf(
  ordered: readonly Seen[],
  known: number,
  meanings: ReadonlyMap<string, Float32Array>,
): readonly Float32Array[] {
  return ordered.slice(0, known).map(([id]) => meanings.get(id)!);
}

/** When each source was seen first. */
function firstMinutesOf(
  ordered: readonly Seen[],
  templates: TemplateObservation['templates'],
): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const seen of ordered)
    for (const { key } of sourceKeysOf(seen, templates))
      if (!firsts.has(key)) firsts.set(key, minuteOf(seen[1].first_seen));
  return firsts;
}

/** A service of the template that had been known for long enough when it came; undefined where there is none. */
function learnedServiceOf(
  seen: Seen,
  by: {
    readonly start: number;
    readonly firsts: ReadonlyMap<string, number>;
    readonly templates: TemplateObservation['templates'];
    readonly config: SemanticConfig;
  },
): string | undefined {
  const { start, firsts, templates, config } = by;
  return sourceKeysOf(seen, templates).find(({ key }) => firsts.get(key)! + config.min_known_minutes <= start)
    ?.service;
}

function sourceKeysOf(
  [template_id, { services }]: Seen,
  templates: TemplateObservation['templates'],
): readonly { readonly key: string; readonly service: string }[] {
  return (services.length === 0 ? [UNKNOWN_SERVICE] : services).flatMap((service) =>
    sourcesOf({ template_id, service }, templates).map((source) => ({ key: subjectKeyOf(source), service })),
  );
}

function isWithin(data_streams: readonly string[] = [], others: readonly string[] = []): boolean {
  return data_streams.every((name) => others.includes(name));
}
