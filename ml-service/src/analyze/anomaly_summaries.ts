import type { AnomalySummary, LinePosition, VerdictSummary } from '../../../common/analysis_report.ts';
import { Level } from '../../../common/levels.ts';
import { shareLevelsOf } from '../../../common/shares.ts';
import { UNKNOWN_SERVICE } from '../correlate/request_assembler.ts';
import type { Detector, KnownTemplate } from '../detect/detector.ts';
import { type Finding, sentenceOf } from '../detect/findings/finding.ts';
import { isoOfMinute } from '../../../common/minutes.ts';
import type { JudgedMeanings } from './judge_meanings.ts';
import { judgeMinutes } from './judge_minutes.ts';
import { TEMPLATE_LIMITS, type TemplateTally } from './template_tally.ts';

/** What was found, and what could be said. */
interface Judged {
  readonly findings: readonly Finding[];
  readonly verdicts: readonly VerdictSummary[];
}

/** Judges an input by time; the gravest findings first. */
export function summarizeAnomalies({
  detectors,
  meanings = { findings: [], verdicts: [] },
  tallies,
  positionOf,
  judgeSessions,
  judgeValues,
}: {
  readonly detectors: readonly Detector[];
  /** What was found by meaning. */
  readonly meanings?: JudgedMeanings | undefined;
  readonly tallies: ReadonlyMap<string, TemplateTally>;
  readonly positionOf: (line: number) => LinePosition;
  readonly judgeSessions: (templates: ReadonlyMap<string, KnownTemplate>) => Judged;
  readonly judgeValues: (templates: ReadonlyMap<string, KnownTemplate>) => Judged;
}): { anomalies: AnomalySummary[]; verdicts: VerdictSummary[]; findings: readonly Finding[] } {
  const templates = new Map([...tallies].map(([id, tally]) => [id, knownTemplate(tally)]));
  const minutes = judgeMinutes({ detectors, tallies, templates });
  const sessions = judgeSessions(templates);
  const values = judgeValues(templates);
  const findings = [...minutes.findings, ...sessions.findings, ...values.findings, ...meanings.findings];
  const verdicts = [...minutes.verdicts, ...sessions.verdicts, ...values.verdicts, ...meanings.verdicts];
  const anomalies = findings.map((finding) =>
    anomalySummary(finding, linesOf(finding, tallies).map(positionOf)),
  );
  anomalies.sort((a, b) => b.risk_score - a.risk_score || (a.start < b.start ? -1 : 1));
  if (verdicts.length > 0) return { anomalies, verdicts: [...verdicts], findings };
  const no_timestamps = detectors.map(({ name }): VerdictSummary => ({
    detector: name,
    kind: 'no_timestamps',
    minutes: 0,
  }));
  return { anomalies, verdicts: tallies.size === 0 ? [] : no_timestamps, findings };
}

function knownTemplate(tally: TemplateTally): KnownTemplate {
  const level = tally.mainLevel();
  return {
    text: tally.template.text,
    first_seen: tally.first_seen,
    ...(level === undefined ? {} : { level }),
  };
}

/** The first lines of what was found, one a minute. */
function linesOf(finding: Finding, tallies: ReadonlyMap<string, TemplateTally>): number[] {
  const { template_id, service, subject, evidence } = finding;
  if (evidence) return evidence.samples.map(({ _id }) => Number(_id));
  if (service === undefined) return [];
  const share = shareLevelsOf(subject.kind);
  const first_level = share === undefined ? 0 : Level.options.indexOf(share.least);
  // Beside the levels stand the lines without one.
  const end = share === undefined ? undefined : Level.options.indexOf(share.most) + 1;
  const told = template_id === undefined ? [...tallies.values()] : [tallies.get(template_id)];
  const levels = told.flatMap((tally) => tally?.series.get(service)?.slice(first_level, end) ?? []);
  const lines: number[] = [];
  for (const rows of levels) {
    for (let row = 0; row < (rows?.length ?? 0); row++) {
      const minute = rows!.minuteAt(row);
      if (minute >= finding.start && minute < finding.end) lines.push(rows!.lineAt(row));
    }
  }
  return lines.sort((a, b) => a - b).slice(0, TEMPLATE_LIMITS.samples);
}

function anomalySummary(finding: Finding, samples: LinePosition[]): AnomalySummary {
  const { type, status, service, template_id, level, risk_score, typical, actual } = finding;
  return {
    type,
    status,
    reason: withoutUnknownService(sentenceOf(finding)),
    ...(service === undefined ? {} : { service }),
    ...(template_id === undefined ? {} : { template_id }),
    start: isoOfMinute(finding.start),
    end: isoOfMinute(finding.end),
    ...(level === undefined ? {} : { level }),
    risk_score,
    typical,
    actual,
    samples,
  };
}

/** One file has often one service, without a name: then a sentence that begins with it does without. */
export function withoutUnknownService(sentence: string): string {
  const prefix = `${UNKNOWN_SERVICE}: `;
  return sentence.startsWith(prefix) ? sentence.slice(prefix.length) : sentence;
}
