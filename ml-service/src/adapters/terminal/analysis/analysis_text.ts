import type {
  AnalysisReport,
  LayoutSummary,
  TemplateSummary,
} from '../../../../../common/analysis_report.ts';
import { escapeText } from '../escape_text.ts';
import {
  countOf,
  formatBytes,
  formatCount,
  formatShare,
  formatTimeRange,
} from '../../../../../common/format_quantity.ts';
import { reportNotes } from './report_notes.ts';
import { type Column, renderTable } from '../table.ts';
import { mainLevel, servicesText } from './template_facts.ts';
import { type Style, styleOfLevel, type Terminal } from '../terminal.ts';
import { troubleLines } from './trouble_text.ts';

/** A smaller input is read faster than the program starts: a speed would be the start's. */
const LEAST_RATED_BYTES = 10e6;
const INDENT = '  ';

/**
 * An analysis as text: what is wrong first, then the templates, the most frequent first.
 *
 * @param options.top - How many templates are shown.
 */
export function renderAnalysis({
  report,
  top,
  terminal,
}: {
  readonly report: AnalysisReport;
  readonly top: number;
  readonly terminal: Terminal;
}): string {
  const notes = reportNotes(report);
  if (report.templates.length === 0) return textOf([headLine(report, terminal), ...notes]);
  return textOf([
    headLine(report, terminal),
    '',
    ...troubleLines(report, terminal),
    '',
    ...templateLines(report.templates, { top, terminal }),
    '',
    ...layoutLines(report.layouts, terminal),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => terminal.paint('dim', note))]),
  ]);
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function headLine({ source, templates, timing }: AnalysisReport, { paint }: Terminal): string {
  const { name, lines, bytes, from, to } = source;
  const facts = [
    countOf(lines, 'line'),
    countOf(templates.length, 'template'),
    ...(from === undefined || to === undefined ? [] : [formatTimeRange(from, to)]),
    `${formatBytes(bytes)} in ${timing.seconds.toFixed(1)} s${bytes < LEAST_RATED_BYTES ? '' : ` (${timing.mb_per_s.toFixed(1)} MB/s)`}`,
  ];
  return `${paint('bold', escapeText(name))}: ${facts.join(', ')}`;
}

function templateLines(
  templates: readonly TemplateSummary[],
  { top, terminal }: { readonly top: number; readonly terminal: Terminal },
): string[] {
  const { width, paint } = terminal;
  const shown = templates.slice(0, top);
  const levelOf = (template: TemplateSummary) => mainLevel(template.levels);
  const columns: readonly Column<TemplateSummary>[] = [
    { title: 'COUNT', align: 'right', text: ({ count }) => formatCount(count) },
    { title: 'SHARE', align: 'right', optional: true, text: ({ share }) => formatShare(share) },
    {
      title: 'LEVEL',
      // What states none has its severity by what it says.
      text: (template) => levelOf(template) ?? template.severity?.label ?? '',
      paint: (text, template) => paintWith(terminal, styleOfLevel(levelOf(template)), text),
    },
    { title: 'SERVICE', optional: true, text: ({ services }) => servicesText(services) },
    { title: 'TEMPLATE', text: ({ text }) => escapeText(text), paint: (text) => paintSlots(text, terminal) },
  ];
  const of = shown.length < templates.length ? `${formatCount(shown.length)} of ` : '';
  return [
    `${paint('bold', 'Templates')} ${paint('dim', `(${of}${formatCount(templates.length)}, the most frequent first)`)}`,
    ...renderTable({
      columns,
      rows: shown,
      width,
      indent: INDENT,
      paintTitle: (title) => paint('dim', title),
    }),
  ];
}

/** Kinds of header that are shown; most logs have one to three. */
const TOP_LAYOUTS = 8;

/** How headers were read, and what may help where they were not. */
function layoutLines(layouts: readonly LayoutSummary[], { width, paint }: Terminal): string[] {
  const shown = layouts.slice(0, TOP_LAYOUTS);
  const columns: readonly Column<LayoutSummary>[] = [
    { title: 'EVENTS', align: 'right', text: ({ count }) => formatCount(count) },
    { title: 'READ', text: ({ fields }) => (fields.length === 0 ? 'no header' : fields.join(', ')) },
    { title: 'E.G.', text: ({ example }) => escapeText(example) },
  ];
  const proposed = shown.find(({ proposal }) => proposal !== undefined);
  return [
    paint('bold', 'How lines were read'),
    ...renderTable({
      columns,
      rows: shown,
      width,
      indent: INDENT,
      paintTitle: (title) => paint('dim', title),
    }),
    ...(proposed === undefined
      ? []
      : [
          `${INDENT}The time of ${escapeText(proposed.example)} was not read. Mend this and try it:`,
          `${INDENT}--format '${escapeText(proposed.proposal!)}'`,
        ]),
  ];
}

function paintSlots(text: string, { paint }: Terminal): string {
  return text.replace(/<\w+>/g, (slot) => paint('cyan', slot));
}

function paintWith({ paint }: Terminal, style: Style | undefined, text: string): string {
  return style === undefined ? text : paint(style, text);
}
