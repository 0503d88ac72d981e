import type {
  AnalysisReport,
  AnomalySummary,
  CauseSummary,
  FailureGroupSummary,
  IncidentSummary,
  TemplateSummary,
} from '../../../../../common/analysis_report.ts';
import { escapeText } from '../escape_text.ts';
import { positionWriter } from './file_names.ts';
import {
  countOf,
  formatCount,
  formatDuration,
  formatTimeRange,
} from '../../../../../common/format_quantity.ts';
import { verdictTexts } from './report_notes.ts';
import { sharedTraitsTable } from '../shared_traits_text.ts';
import { type Column, renderTable } from '../table.ts';
import {
  type ErrorTemplate,
  errorTemplates,
  SERVICE_WIDTH,
  servicesText,
  soundingTemplates,
} from './template_facts.ts';
import type { Style, Terminal } from '../terminal.ts';
import { cutToWidth, shortenName } from '../text_width.ts';
import { type ScoreBand, scoreBandOf } from '../../../../../common/score_bands.ts';

type PositionWriter = ReturnType<typeof positionWriter>;

/** Anomalies and groups of failed requests that are shown: a screen. The report as JSON or HTML has all. */
const SHOWN_TROUBLES = 10;
/** More in one input are mostly what was new in it. */
const SHOWN_INCIDENTS = 5;
/** Templates of errors besides: the most frequent are often harmless, and stand below again. */
const SHOWN_ERRORS = 5;
/** What failed requests share: the first say most. */
const SHOWN_SHARED = 5;
const INDENT = '  ';
/** How a score of each band is painted. */
const STYLE_OF_BAND: Readonly<Partial<Record<ScoreBand['name'], Style>>> = {
  critical: 'red',
  major: 'yellow',
  minor: 'cyan',
};

/** What is wrong as far as an analysis tells it, and what it could not judge. */
export function troubleLines(report: AnalysisReport, terminal: Terminal): string[] {
  const { anomalies, incidents } = report;
  const positionOf = positionWriter(report.source);
  return [
    terminal.paint('bold', 'What is wrong'),
    ...incidents.slice(0, SHOWN_INCIDENTS).flatMap((incident) => incidentLines(incident, terminal)),
    ...moreLine({
      count: incidents.length,
      shown: SHOWN_INCIDENTS,
      noun: ['incident', 'incidents'],
      terminal,
    }),
    ...anomalies
      .slice(0, SHOWN_TROUBLES)
      .flatMap((anomaly) => anomalyLines(anomaly, { terminal, positionOf })),
    ...moreLine({ count: anomalies.length, shown: SHOWN_TROUBLES, noun: ['anomaly', 'anomalies'], terminal }),
    ...failureLines(report, terminal),
    ...causeLines(report.failure_causes, terminal),
    ...sharedLines(report, terminal),
    ...errorLines(report, terminal),
    ...soundingLines(report, terminal),
    ...verdictTexts(report).map((text) => `${INDENT}${terminal.paint('dim', text)}`),
  ];
}

function incidentLines(incident: IncidentSummary, { width, paint }: Terminal): string[] {
  const style = STYLE_OF_BAND[scoreBandOf(incident.risk_score).name];
  const risk = incident.risk_score.toFixed(0).padStart(3);
  const room = width - INDENT.length - 5;
  return [
    `${INDENT}${style === undefined ? risk : paint(style, risk)}  ${cutToWidth(escapeText(`Incident: ${incident.reason}`), room)}`,
    `${INDENT}     ${paint('dim', cutToWidth(formatTimeRange(incident.start, incident.end), room))}`,
    ...causesText(incident.causes).map((text) => `${INDENT}     ${cutToWidth(text, room)}`),
  ];
}

/** Services that may be where it began, each with its strongest evidence. */
function causesText(causes: readonly CauseSummary[]): string[] {
  return causes.map(({ service, evidence }, rank) => {
    const why = evidence[0] === undefined ? '' : `: ${evidence[0].text}`;
    return escapeText(`${rank === 0 ? 'began in' : '      or'} ${service}${why}`);
  });
}

function causeLines(causes: readonly CauseSummary[], { width }: Terminal): string[] {
  if (causes.length === 0) return [];
  return [
    `${INDENT}Where failed requests went another way than the others`,
    ...causesText(causes).map((text) => `${INDENT}     ${cutToWidth(text, width - INDENT.length - 5)}`),
  ];
}

function sharedLines({ shared_by_failed }: AnalysisReport, { width, paint }: Terminal): string[] {
  if (shared_by_failed.length === 0) return [];
  return [
    `${INDENT}What failed requests had before they failed, and others lack`,
    ...sharedTraitsTable(shared_by_failed.slice(0, SHOWN_SHARED), {
      width,
      indent: INDENT,
      paintTitle: (title) => paint('dim', title),
    }),
  ];
}

function anomalyLines(
  anomaly: AnomalySummary,
  {
    terminal: { width, paint },
    positionOf,
  }: { readonly terminal: Terminal; readonly positionOf: PositionWriter },
): string[] {
  const style = STYLE_OF_BAND[scoreBandOf(anomaly.risk_score).name];
  const risk = anomaly.risk_score.toFixed(0).padStart(3);
  const reason = cutToWidth(escapeText(anomaly.reason), width - INDENT.length - 5);
  const where = [
    formatTimeRange(anomaly.start, anomaly.end),
    ...anomaly.samples.slice(0, 1).map((sample) => escapeText(positionOf(sample))),
  ];
  return [
    `${INDENT}${style === undefined ? risk : paint(style, risk)}  ${reason}`,
    `${INDENT}     ${paint('dim', cutToWidth(where.join(', '), width - INDENT.length - 5))}`,
  ];
}

function failureLines(report: AnalysisReport, terminal: Terminal): string[] {
  const { failure_groups, failed_requests, failed_request_count } = report;
  if (failure_groups.length === 0) return [];
  const { width, paint } = terminal;
  const columns: readonly Column<FailureGroupSummary>[] = [
    { title: 'REQUESTS', align: 'right', text: ({ request_count }) => formatCount(request_count) },
    { title: 'FAILED FIRST IN', text: ({ service }) => shortenName(escapeText(service), SERVICE_WIDTH) },
    {
      title: 'E.G.',
      optional: true,
      text: ({ request_ids }) => escapeText(request_ids[0] ?? ''),
    },
    { title: 'WITH', text: ({ text }) => escapeText(text), paint: (text) => paint('red', text) },
  ];
  const longest = Math.max(...failed_requests.map(({ duration_ms }) => duration_ms ?? 0));
  const duration = longest > 0 ? `, the longest took ${formatDuration(longest)}` : '';
  return [
    `${INDENT}${countOf(failed_request_count, 'request')} failed${duration}`,
    ...renderTable({
      columns,
      rows: failure_groups.slice(0, SHOWN_TROUBLES),
      width,
      indent: INDENT,
      paintTitle: (title) => paint('dim', title),
    }),
    ...moreLine({ count: failure_groups.length, shown: SHOWN_TROUBLES, noun: ['group', 'groups'], terminal }),
  ];
}

function errorLines({ templates }: AnalysisReport, terminal: Terminal): string[] {
  const errors = errorTemplates(templates);
  if (errors.length === 0) return [];
  const { width, paint } = terminal;
  const lines = errors.reduce((sum, { error_count }) => sum + error_count, 0);
  const columns: readonly Column<ErrorTemplate>[] = [
    { title: 'LINES', align: 'right', text: ({ error_count }) => formatCount(error_count) },
    { title: 'OF', optional: true, text: ({ template }) => servicesText(template.services) },
    {
      title: 'TEMPLATE',
      text: ({ template }) => escapeText(template.text),
      paint: (text) => paint('red', text),
    },
  ];
  return [
    `${INDENT}${countOf(lines, 'line')} of level ERROR or worse, in ${countOf(errors.length, 'template')}`,
    ...renderTable({
      columns,
      rows: errors.slice(0, SHOWN_ERRORS),
      width,
      indent: INDENT,
      paintTitle: (title) => paint('dim', title),
    }),
    ...moreLine({ count: errors.length, shown: SHOWN_ERRORS, noun: ['template', 'templates'], terminal }),
  ];
}

function soundingLines({ templates }: AnalysisReport, terminal: Terminal): string[] {
  const sounding = soundingTemplates(templates);
  if (sounding.length === 0) return [];
  const { width, paint } = terminal;
  const lines = sounding.reduce((sum, { count }) => sum + count, 0);
  const columns: readonly Column<TemplateSummary>[] = [
    { title: 'LINES', align: 'right', text: ({ count }) => formatCount(count) },
    { title: 'OF', optional: true, text: ({ services }) => servicesText(services) },
    { title: 'SOUND', text: ({ severity }) => severity!.label },
    { title: 'TEMPLATE', text: ({ text }) => escapeText(text), paint: (text) => paint('red', text) },
  ];
  return [
    `${INDENT}${countOf(lines, 'line')} without such a level that ${lines === 1 ? 'sounds' : 'sound'} like it, in ${countOf(sounding.length, 'template')}`,
    ...renderTable({
      columns,
      rows: sounding.slice(0, SHOWN_ERRORS),
      width,
      indent: INDENT,
      paintTitle: (title) => paint('dim', title),
    }),
    ...moreLine({ count: sounding.length, shown: SHOWN_ERRORS, noun: ['template', 'templates'], terminal }),
  ];
}

function moreLine({
  count,
  shown,
  noun: [one, many],
  terminal: { paint },
}: {
  readonly count: number;
  readonly shown: number;
  readonly noun: readonly [string, string];
  readonly terminal: Terminal;
}): string[] {
  const more = count - shown;
  if (more <= 0) return [];
  return [
    `${INDENT}${paint('dim', `… and ${formatCount(more)} more ${more === 1 ? one : many}: see --html or --json`)}`,
  ];
}
