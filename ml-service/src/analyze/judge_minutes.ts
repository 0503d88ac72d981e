import type { VerdictSummary } from '../../../common/analysis_report.ts';
import { Level } from '../../../common/levels.ts';
import { CountHistory, DEFAULT_SPAN_MINUTES } from '../detect/counts/count_history.ts';
import type { TemplateCount } from '../detect/counts/count_reader.ts';
import type { Detector, KnownTemplate } from '../detect/detector.ts';
import { type Finding, latestFindings } from '../detect/findings/finding.ts';
import { driveMinutes, type VerdictTally } from '../detect/drive_minutes.ts';
import { DetectionState } from '../detect/state/detection_state.ts';
import type { MinuteRows } from './minute_rows.ts';
import type { TemplateTally } from './template_tally.ts';

/** Minutes judged at once: whatever the length of the input, the history holds these and what detectors look back at. */
const BLOCK_MINUTES = 60;

/** One series and how far it was read. */
interface Cursor {
  readonly series: Omit<TemplateCount, 'minute' | 'count'>;
  readonly rows: MinuteRows;
  next: number;
}

/**
 * Runs detectors over all minutes of an input, oldest first.
 *
 * @param tallies - By the final id of the template.
 */
export function judgeMinutes({
  detectors,
  tallies,
  templates,
}: {
  readonly detectors: readonly Detector[];
  readonly tallies: ReadonlyMap<string, TemplateTally>;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}): { readonly findings: readonly Finding[]; readonly verdicts: readonly VerdictSummary[] } {
  const cursors = cursorsOf(tallies);
  const minutes = knownMinutes(cursors);
  const counts = new CountHistory({ span_minutes: DEFAULT_SPAN_MINUTES + BLOCK_MINUTES });
  const findings: Finding[] = [];
  const verdicts: VerdictTally[] = [];
  const state = new DetectionState();
  for (let start = 0; start < minutes.length; start += BLOCK_MINUTES) {
    const block = minutes.slice(start, start + BLOCK_MINUTES);
    const from = block[0]!;
    const to = block.at(-1)! + 1;
    counts.replace({ counts: cursors.flatMap((cursor) => countsUntil(cursor, to)) });
    const run = driveMinutes({ detectors, state, counts, templates, from, to });
    findings.push(...run.findings);
    verdicts.push(...run.verdicts);
  }
  return { findings: latestFindings(findings), verdicts: summarizeVerdicts(verdicts) };
}

function cursorsOf(tallies: ReadonlyMap<string, TemplateTally>): Cursor[] {
  return [...tallies].flatMap(([template_id, { series }]) =>
    [...series].flatMap(([service, levels]) =>
      levels.flatMap((rows, index): Cursor[] => {
        const level = Level.options[index];
        const described = { template_id, service, ...(level === undefined ? {} : { level }) };
        return rows === undefined ? [] : [{ series: described, rows: rows.sort(), next: 0 }];
      }),
    ),
  );
}

function knownMinutes(cursors: readonly Cursor[]): readonly number[] {
  const minutes = new Set<number>();
  for (const { rows } of cursors) {
    for (let row = 0; row < rows.length; row++) minutes.add(rows.minuteAt(row));
  }
  return [...minutes].sort((a, b) => a - b);
}

/** The counts of the minutes before `to` that were not taken yet. */
function countsUntil(cursor: Cursor, to: number): TemplateCount[] {
  const counts: TemplateCount[] = [];
  const { rows, series } = cursor;
  for (; cursor.next < rows.length && rows.minuteAt(cursor.next) < to; cursor.next += 1) {
    counts.push({ ...series, minute: rows.minuteAt(cursor.next), count: rows.countAt(cursor.next) });
  }
  return counts;
}

function summarizeVerdicts(tallies: readonly VerdictTally[]): readonly VerdictSummary[] {
  const summaries = new Map<string, VerdictSummary>();
  for (const { detector, kind, minutes, last } of tallies) {
    // Here minutes are known, templates too, and no state is older than the run.
    if (kind !== 'judged' && kind !== 'insufficient_history') continue;
    const key = `${detector} ${kind}`;
    const before = summaries.get(key);
    summaries.set(key, {
      detector,
      kind,
      minutes: minutes + (before?.minutes ?? 0),
      ...(last.kind === 'insufficient_history' && {
        known_minutes: Math.max(last.known_minutes, before?.known_minutes ?? 0),
        needed_minutes: last.needed_minutes,
      }),
    });
  }
  return [...summaries.values()];
}
