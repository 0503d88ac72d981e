import type { AnalysisReport, LinePosition, TemplateSummary } from '../../../common/analysis_report.ts';
import type { LogAiError } from '../../../common/errors.ts';
import { isFailure, Level } from '../../../common/levels.ts';
import { findCauses, findCausesOfFailures } from '../correlate/cause/find_causes.ts';
import type { RankedCause } from '../correlate/cause/rank_causes.ts';
import { compareRequests } from '../correlate/contrast/compare_requests.ts';
import { tellSharedTrait } from '../correlate/contrast/trait.ts';
import type { TraitTally } from '../correlate/contrast/trait_tally.ts';
import type { CourseLine } from '../correlate/course/course_line.ts';
import type { Detector } from '../detect/detector.ts';
import type { ParameterSettings } from '../detect/parameter/detector.ts';
import { judgeValues } from './judge_values.ts';
import type { SequenceSettings } from '../detect/sequence/detector.ts';
import { ALTERED_COUNTERS, type IngestCounters, SKIPPED_COUNTERS } from '../ingest/ingest_counters.ts';
import type { LineParser } from '../parse/line_parser.ts';
import type { RequestFollower } from './failed_requests.ts';
import { Histogram } from './histogram.ts';
import { summarizeAnomalies } from './anomaly_summaries.ts';
import { summarizeCauses } from './cause_summaries.ts';
import { summarizeIncidents } from './incident_summaries.ts';
import type { JoinedSeverity } from '../../../common/severity_rule.ts';
import type { JudgedSeverities } from './judge_severities.ts';
import type { JudgedMeanings } from './judge_meanings.ts';
import type { LayoutTally } from './layout_tally.ts';
import { positionIn, type ReadFile } from './kept_lines.ts';
import { AMBIGUOUS_ZONES, offsetText, ZONE_MINUTES } from '../settings/zone_names.ts';
import type { SessionTally } from './session_tally.ts';
import { TEMPLATE_LIMITS, type TemplateTally } from './template_tally.ts';

/** What failed requests share is told of so many at most. */
const MOST_SHARED = 10;

/** All that was gathered while the lines went by. */
export interface Gathered {
  readonly parser: LineParser;
  readonly files: readonly ReadFile[];
  /** By the final id, see {@link finalTallies}. */
  readonly tallies: ReadonlyMap<string, TemplateTally>;
  readonly requests: RequestFollower;
  readonly layouts: LayoutTally;
  /** Lines without a template, by parse status. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly failures: readonly LogAiError[];
  readonly detectors: readonly Detector[];
  readonly sessions: SessionTally;
  readonly traits: TraitTally;
  /** How sessions are judged; absent: not at all. */
  readonly sequence: SequenceSettings | undefined;
  /** How values are judged; absent: not at all. */
  readonly parameter: ParameterSettings | undefined;
  /** What was found by meaning, where that was looked at. */
  readonly meanings: JudgedMeanings | undefined;
  readonly severities: JudgedSeverities;
  readonly seconds: () => number;
}

const BYTES_PER_MB = 1e6;

/** Names templates at the end, when they are final, and puts together what is told of them. */
export function writeReport(gathered: Gathered): AnalysisReport {
  const { parser, files, tallies, requests, failures, detectors, meanings, severities } = gathered;
  const positionOf = (line: number) => positionIn(files, line);
  const events = sumOf([...tallies.values()].map(({ count }) => count));
  const seen = [...tallies.values()].filter(({ first_seen }) => first_seen !== Infinity);
  const range = seen.length === 0 ? undefined : rangeOf(seen);
  const histogram = range && new Histogram(range);
  const { sessions, sequence, parameter } = gathered;
  const resolve = (id: string) => parser.resolve(id);
  const { findings, ...judged } = summarizeAnomalies({
    detectors,
    meanings,
    tallies,
    positionOf,
    judgeSessions: (templates) =>
      sequence ? sessions.judge({ settings: sequence, templates, resolve }) : { findings: [], verdicts: [] },
    judgeValues: (templates) =>
      parameter ? judgeValues({ settings: parameter, tallies, templates }) : { findings: [], verdicts: [] },
  });
  const textOf = (id: string | undefined) => (id === undefined ? undefined : tallies.get(id)?.template.text);
  const { timed, ...failed } = requests.summaries({ resolve, textOf, positionOf });
  // Where nothing is wrong, nobody asks where it began.
  const courses = findings.length > 0 || timed.length > 0 ? sessions.requests(resolve) : [];
  const bytes = sumOf(files.map(({ counters }) => counters.bytes));
  const seconds = gathered.seconds();
  return {
    version: 1,
    source: {
      name: files.length === 1 ? files[0]!.name : `${files.length} files`,
      files: files.map(({ name, counters }) => ({ name, bytes: counters.bytes, lines: counters.lines })),
      bytes,
      lines: sumOf(files.map(({ counters }) => counters.lines)),
      events,
      events_of_requests: requests.line_count,
      ...(range && { from: isoOf(range.from), to: isoOf(range.to) }),
    },
    templates: [...tallies]
      .sort(([a, left], [b, right]) => right.count - left.count || (a < b ? -1 : 1))
      .map(([id, tally]) =>
        templateSummary({
          id,
          tally,
          severity: severities.severities.get(id),
          events,
          histogram,
          positionOf,
        }),
      ),
    incidents: summarizeIncidents({
      findings,
      failed: timed,
      judged_until: range?.to ?? 0,
      causesOf: (when) => findCauses({ requests: courses, ...when }),
      textOf,
    }),
    ...judged,
    verdicts: [...judged.verdicts, ...severities.verdicts],
    ...failed,
    failure_causes: summarizeCauses(failureCauses(courses), textOf),
    shared_by_failed:
      timed.length === 0
        ? []
        : compareRequests(gathered.traits.requests(resolve))
            .slice(0, MOST_SHARED)
            .map((shared) => tellSharedTrait(shared, textOf)),
    layouts: gathered.layouts.summaries(),
    ambiguous_zones: ambiguousZones(parser),
    skipped: skippedBy(files, gathered.skipped),
    altered: countersOf(files, ALTERED_COUNTERS),
    ...(histogram && { histogram: histogram.of([...tallies.values()]) }),
    timing: { seconds, mb_per_s: seconds === 0 ? 0 : bytes / BYTES_PER_MB / seconds },
    problems: failures.map(({ code, message }) => ({ code, message })),
  };
}

/** Compared are requests with an error and those without. */
function failureCauses(requests: readonly (readonly CourseLine[])[]): readonly RankedCause[] {
  return findCausesOfFailures(requests, ({ lines }) => lines.some(({ level }) => isFailure(level)));
}

function ambiguousZones({ ambiguous_zones, config }: LineParser): AnalysisReport['ambiguous_zones'] {
  return [...ambiguous_zones]
    .filter((name) => config.zones[name] === undefined)
    .sort()
    .map((name) => ({
      name,
      offset: offsetText(ZONE_MINUTES[name]!),
      others: AMBIGUOUS_ZONES[name]!,
    }));
}

/** What was gathered under the ids that lines were given first, by the id that each template has in the end. To be called once. */
export function finalTallies(
  tallies: ReadonlyMap<string, TemplateTally>,
  parser: LineParser,
): ReadonlyMap<string, TemplateTally> {
  const merged = new Map<string, TemplateTally>();
  for (const [id, tally] of tallies) {
    const final_id = parser.resolve(id);
    // The surviving template takes in the others, whichever was seen first.
    const target = tallies.get(final_id) ?? tally;
    if (target !== tally) target.merge(tally);
    merged.set(final_id, target);
  }
  return merged;
}

function templateSummary({
  id,
  tally,
  severity,
  events,
  histogram,
  positionOf,
}: {
  readonly id: string;
  readonly tally: TemplateTally;
  readonly severity: JoinedSeverity | undefined;
  readonly events: number;
  readonly histogram: Histogram | undefined;
  readonly positionOf: (line: number) => LinePosition;
}): TemplateSummary {
  return {
    id,
    text: tally.template.text,
    count: tally.count,
    share: tally.count / events,
    levels: Object.fromEntries(bySeverity(tally.levels)),
    ...(severity && { severity: summaryOf(severity) }),
    services: [...tally.services].sort().slice(0, TEMPLATE_LIMITS.services),
    parameters: tally.parameterSummaries(),
    ...(tally.first_seen !== Infinity && {
      first_seen: isoOf(tally.first_seen),
      last_seen: isoOf(tally.last_seen),
    }),
    first_line: tally.first_line,
    samples: tally.lines.map(positionOf),
    ...(histogram && { histogram: histogram.countsOf([tally]) }),
  };
}

/** Whether requests fail by it is said of requests. */
function summaryOf({ is_failure: _fails, ...severity }: JoinedSeverity): TemplateSummary['severity'] {
  return severity;
}

function rangeOf(tallies: readonly TemplateTally[]): { from: number; to: number } {
  return {
    from: tallies.reduce((from, { first_seen }) => Math.min(from, first_seen), Infinity),
    to: tallies.reduce((to, { last_seen }) => Math.max(to, last_seen), -Infinity),
  };
}

function countersOf(
  files: readonly ReadFile[],
  names: readonly (keyof IngestCounters)[],
): Record<string, number> {
  const sums = names.map((name) => [name, sumOf(files.map(({ counters }) => counters[name]))] as const);
  return Object.fromEntries(sums.filter(([, count]) => count > 0));
}

/** Lines without a template by the bare reason: those that ingest left out, and those of the parse stage. */
function skippedBy(
  files: readonly ReadFile[],
  statuses: ReadonlyMap<string, number>,
): Record<string, number> {
  const skipped = countersOf(files, SKIPPED_COUNTERS);
  for (const [status, count] of statuses) {
    const reason = status.replace('skipped:', '');
    skipped[reason] = (skipped[reason] ?? 0) + count;
  }
  return skipped;
}

/** The least severe first, whatever was seen first. */
function bySeverity(levels: ReadonlyMap<Level, number>): [Level, number][] {
  return Level.options.flatMap((level): [Level, number][] => {
    const count = levels.get(level);
    return count === undefined ? [] : [[level, count]];
  });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
