import { createHash } from 'node:crypto';
import type { AnalysisReport } from '../../../../common/analysis_report.ts';
import { errorTemplates } from '../terminal/analysis/template_facts.ts';
import { countOf, formatBytes, formatCount, formatTimeRange } from '../../../../common/format_quantity.ts';
import { reportNotes } from '../terminal/analysis/report_notes.ts';
import { type Html, html, trusted } from './html.ts';
import { REPORT_SCRIPT } from './report_script.ts';
import { REPORT_STYLE } from './report_style.ts';
import { templatesSection } from './report_templates.ts';
import { troublesSection } from './report_troubles.ts';
import { sparkline } from './sparkline.ts';
import { MINUTE_MS } from '../../../../common/minutes.ts';

/**
 * An analysis as one HTML file that needs nothing else: it can be mailed or attached to a ticket. Whatever was read is
 * text in it, and its content security policy lets no other script run than its own.
 */
export function renderHtmlReport(report: AnalysisReport): string {
  const policy = `default-src 'none'; style-src '${hashOf(REPORT_STYLE)}'; script-src '${hashOf(REPORT_SCRIPT)}'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${report.source.name} – Log AI</title>
        ${trusted(`<style>${REPORT_STYLE}</style>`)}
      </head>
      <body>
        <main>
          ${headSection(report)} ${troublesSection(report)} ${templatesSection(report)} ${notesFooter(report)}
        </main>
        ${trusted(`<script>${REPORT_SCRIPT}</script>`)}
      </body>
    </html>`;
  return `${page.markup.trim()}\n`;
}

function headSection(report: AnalysisReport): Html {
  const { source, templates, anomalies, failed_request_count, histogram, timing, problems } = report;
  const { from, to, bytes, lines } = source;
  const errors = errorTemplates(templates).reduce((sum, { error_count }) => sum + error_count, 0);
  return html`<header class="card overall">
    <h1>${source.name}</h1>
    <div class="soft">
      ${from !== undefined && to !== undefined && `${formatTimeRange(from, to)} · `}${formatBytes(bytes)} read
      in ${timing.seconds.toFixed(1)} s
    </div>
    ${problems.map(({ message }) => html`<p class="alarm">${message}</p>`)}
    <dl class="facts">
      ${fact('Lines', lines)} ${fact('Templates', templates.length)}
      ${fact('Anomalies', anomalies.length, 'alarm')}
      ${fact('Failed requests', failed_request_count, 'alarm')} ${fact('Lines of errors', errors, 'alarm')}
    </dl>
    ${histogram && overall(histogram)}
  </header>`;
}

function fact(title: string, count: number, style = ''): Html {
  return html`<div>
    <dt>${title}</dt>
    <dd class="${count > 0 && style}">${formatCount(count)}</dd>
  </div>`;
}

function overall({
  start,
  bucket_minutes,
  counts,
}: NonNullable<AnalysisReport['histogram']>): Html | undefined {
  const picture = sparkline({ counts, label: 'Lines over time' });
  if (picture === undefined) return undefined;
  const end = new Date(Date.parse(start) + counts.length * bucket_minutes * MINUTE_MS).toISOString();
  return html`${picture}
    <div class="ends">
      <span>${start.slice(0, 16).replace('T', ' ')}</span>
      <span>lines each ${bucket_minutes === 1 ? 'minute' : countOf(bucket_minutes, 'minute')}</span>
      <span>${end.slice(0, 16).replace('T', ' ')}</span>
    </div>`;
}

function notesFooter(report: AnalysisReport): Html {
  const files = report.source.files.map(({ name, lines }) => `${name} (${countOf(lines, 'line')})`);
  return html`<footer>
    ${reportNotes(report).map((note) => html`<div>${note}</div>`)}
    ${files.length > 1 && html`<div>Files: ${files.join(', ')}</div>`}
    <div>All times are UTC. Made by Log AI.</div>
  </footer>`;
}

/** As a content security policy wants it. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
