import type { AnalysisReport, VerdictSummary } from '../../../../../common/analysis_report.ts';
import { countOf, formatCount, formatShare } from '../../../../../common/format_quantity.ts';

/** What each reason means to somebody who never saw the code. */
const REASONS: Readonly<Record<string, string>> = {
  empty: 'blank',
  no_message: 'without a message',
  malformed: 'CSV rows with a quote that is never closed',
  continuation: 'of a stack trace without a line above it',
  continuation_dropped: 'of stack traces longer than 500 lines or 64 kB',
  too_long: 'longer than 64 kB',
  invalid_utf8: 'with bytes that are no UTF-8, shown as �',
  windows_1252: 'that are no UTF-8, read as Windows-1252',
  nul: 'with NUL characters',
  line_truncated: 'longer than 8 MB, read up to there',
  not_json: 'that are no JSON, read as text',
};

/** What was found to be in order, and what could not be judged and why; one sentence each. */
export function verdictTexts(report: AnalysisReport): string[] {
  const { anomalies, failed_request_count, source, verdicts } = report;
  const unjudged = unjudgedTexts(verdicts);
  return [
    ...(anomalies.length === 0 && unjudged.length === 0 ? ['Nothing abnormal was found.'] : []),
    ...unjudged,
    ...verdicts.flatMap(shareText),
    ...(source.events_of_requests === 0
      ? ['No line names a request: which ones failed could not be judged.']
      : failed_request_count === 0
        ? ['No request failed.']
        : []),
  ];
}

const UNJUDGED: ReadonlySet<string> = new Set([
  'insufficient_history',
  'insufficient_templates',
  'too_many_templates',
  'model_unusable',
]);
const TOLD_WITH_OTHERS: ReadonlySet<string> = new Set(['seasonal', 'warning_share']);

function unjudgedTexts(verdicts: readonly VerdictSummary[]): string[] {
  if (verdicts.some(({ kind }) => kind === 'no_timestamps')) {
    return ['No line has a time: what changed when could not be judged.'];
  }
  const judged = new Set(verdicts.filter(({ kind }) => kind === 'judged').map(({ detector }) => detector));
  return (
    verdicts
      // Until it is known what is usual at an hour, the rule judges how often lines come; both shares take the same history.
      .filter(
        ({ detector, kind }) =>
          UNJUDGED.has(kind) && !TOLD_WITH_OTHERS.has(detector) && !judged.has(detector),
      )
      .map(unjudgedText)
  );
}

function shareText({ share, kind }: VerdictSummary): string[] {
  if (share === undefined || kind !== 'judged') return [];
  return [
    `The order of steps was judged in ${formatShare(share)} of the requests: there are more than are kept.`,
  ];
}

const SUBJECTS: Readonly<Record<string, string>> = {
  frequency: 'How often lines come',
  error_share: 'Which share of the lines are errors or warnings',
  new_template: 'Which lines are new',
  semantic: 'Which lines mean something new',
  sequence: 'The order of steps in requests',
  severity: 'How severe lines sound',
  parameter: 'Whether values are as large as usual',
};

function unjudgedText(verdict: VerdictSummary): string {
  const { detector } = verdict;
  return `${SUBJECTS[detector] ?? detector} could not be judged: ${whyUnjudged(verdict)}.`;
}

function whyUnjudged({
  kind,
  known_minutes = 0,
  needed_minutes = 0,
  known_templates = 0,
  needed_templates = 0,
  known_sessions = 0,
  needed_sessions,
  parameters,
}: VerdictSummary): string {
  const here = (count: number) => `here ${count === 1 ? 'is' : 'are'} ${formatCount(count)}`;
  if (kind === 'insufficient_templates')
    return `it takes more than ${countOf(needed_templates, 'template')}, ${here(known_templates)}`;
  if (kind === 'too_many_templates') return `${countOf(known_templates, 'template')} are too many to be read`;
  if (kind === 'model_unusable')
    return 'the model that reads them is missing or does not run here, install Log AI anew';
  if (needed_sessions !== undefined)
    return `it takes ${countOf(needed_sessions, 'request')} of a kind, ${here(known_sessions)}`;
  if (parameters !== undefined && needed_minutes === 0) return 'there are too few of each to compare with';
  return `it takes ${countOf(needed_minutes, 'minute')} of history, ${here(known_minutes)}`;
}

/** What else is to be said about a result: what was left out and why, and what to do when there is nothing. */
export function reportNotes(report: AnalysisReport): string[] {
  const { skipped, altered, source } = report;
  return [
    ...emptyNotes(report),
    ...countNotes({ skipped, altered, lines: source.lines }),
    ...report.ambiguous_zones.map(zoneNote),
  ];
}

function zoneNote({ name, offset, others }: AnalysisReport['ambiguous_zones'][number]): string {
  const [other = ''] = others.split(' ');
  return `Times in ${name} were read as ${offset}; it may also be ${others}. Say which: --zone ${name}=${other}`;
}

/**
 * Lines that were left out or changed, by reason.
 *
 * @example
 * countNotes({ skipped: { too_long: 2 }, altered: {}, lines: 100 })
 * // ['Not in any template, of 100 lines: 2 longer than 64 kB.']
 */
export function countNotes({
  skipped,
  altered,
  lines,
}: {
  readonly skipped: Readonly<Record<string, number>>;
  readonly altered: Readonly<Record<string, number>>;
  readonly lines: number;
}): string[] {
  return [
    ...reasonNote('Not in any template', skipped, lines),
    ...reasonNote('Read, but not as they are', altered, lines),
  ];
}

function reasonNote(title: string, counts: Readonly<Record<string, number>>, lines: number): string[] {
  const reasons = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${formatCount(count)} ${REASONS[reason] ?? reason}`);
  return reasons.length === 0 ? [] : [`${title}, of ${countOf(lines, 'line')}: ${reasons.join('; ')}.`];
}

function emptyNotes({ source, templates }: AnalysisReport): string[] {
  if (source.bytes === 0) {
    return [
      'There is nothing in it: name a file with log lines, or pipe one in, e.g. kubectl logs deploy/checkout | log-ai analyze -',
    ];
  }
  if (templates.length > 0) return [];
  return [
    'No line holds a message. JSON and CSV need a field called message, msg, log or text; any other file is read with --format text.',
  ];
}
