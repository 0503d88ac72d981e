import type {
  AnalysisReport,
  ParameterSummary,
  TemplateSummary,
} from '../../../../common/analysis_report.ts';
import { Level, SEVERITY_OF_LEVEL } from '../../../../common/levels.ts';
import { typeText } from '../../../../common/units.ts';
import { mainLevel } from '../terminal/analysis/template_facts.ts';
import { positionWriter } from '../terminal/analysis/file_names.ts';
import { formatCount, formatShare } from '../../../../common/format_quantity.ts';
import { type Html, html, trusted } from './html.ts';
import { sparkline } from './sparkline.ts';

type PositionWriter = ReturnType<typeof positionWriter>;

/** Rows that a browser searches and sorts at once: beyond it each key stroke is felt. */
const MAX_ROWS = 5000;

/** The id of a template's row. */
export function rowId(template_id: string): string {
  return `t-${template_id}`;
}

/** All templates, to be searched and sorted. */
export function templatesSection({ source, templates }: AnalysisReport): Html {
  const positionOf = positionWriter(source);
  const shown = templates.slice(0, MAX_ROWS);
  const has_pictures = shown.some(({ histogram = [] }) => histogram.length > 2);
  return html`<section class="card">
    <div class="bar">
      <h2>${formatCount(templates.length)} templates</h2>
      <input
        type="search"
        id="search"
        placeholder="Search in templates, values, services"
        aria-label="Search"
      />
      <span class="soft" id="found" role="status"></span>
      ${
        shown.length < templates.length &&
        html`<span class="soft">The ${formatCount(MAX_ROWS)} most frequent are shown; --json has all.</span>`
      }
    </div>
    <table id="templates">
      <thead>
        <tr>
          ${sortable('Count', 'number', trusted('class="number" aria-sort="descending"'))}
          ${sortable('Share', 'number', trusted('class="number later"'))} ${sortable('Level', 'number')}
          ${sortable('Service', 'text', trusted('class="last"'))}
          ${sortable('Template', 'text', trusted('class="wide"'))}
          ${has_pictures && html`<th class="later">Over time</th>`}
          ${sortable('First seen', 'text', trusted('class="late"'))}
        </tr>
      </thead>
      ${shown.map((template) => templateRows(template, { has_pictures, positionOf }))}
    </table>
  </section>`;
}

function sortable(title: string, kind: 'number' | 'text', attributes = trusted('')): Html {
  return html`<th data-kind="${kind}" ${attributes}><button type="button">${title}</button></th>`;
}

/** The row, and below it what opens. They are one body, so that they are sorted and hidden together. */
function templateRows(
  template: TemplateSummary,
  { has_pictures, positionOf }: { readonly has_pictures: boolean; readonly positionOf: PositionWriter },
): Html {
  const { id, text, count, share, levels, services, first_seen, histogram = [] } = template;
  const level = mainLevel(levels);
  const picture = sparkline({ counts: histogram, label: `${formatCount(count)} lines over time` });
  return html`<tbody id="${rowId(id)}">
    <tr>
      <td class="number" data-key="${count}">${formatCount(count)}</td>
      <td class="number soft later" data-key="${share}">${formatShare(share)}</td>
      <td data-key="${level === undefined ? -1 : Level.options.indexOf(level)}">
        ${levelBadge(level) ?? severityBadge(template.severity)}
      </td>
      <td class="service last" title="${services.join(', ')}" data-key="${services[0]}">
        ${servicesText(services)}
      </td>
      <td data-key="${text}">
        <button type="button" class="opener" aria-expanded="false"><code>${slots(text)}</code></button>
      </td>
      ${has_pictures && html`<td class="later">${picture}</td>`}
      <td class="time late" data-key="${first_seen}">${secondsText(first_seen)}</td>
    </tr>
    <tr hidden>
      <td colspan="7">${insideOf(template, positionOf)}</td>
    </tr>
  </tbody>`;
}

function levelBadge(level: Level | undefined): Html | undefined {
  return level && html`<span class="badge ${SEVERITY_OF_LEVEL[level]}">${level}</span>`;
}

function severityBadge(severity: TemplateSummary['severity']): Html | undefined {
  return (
    severity && html`<span class="badge ${severity.label}" title="By what it says">${severity.label}</span>`
  );
}

function servicesText(services: readonly string[]): string {
  const shown = services.slice(0, 3).join(', ');
  return services.length > 3 ? `${shown} and ${services.length - 3} more` : shown;
}

/** Marks the gaps of a template. */
function slots(text: string): Html[] {
  return text
    .split(/(<\w+>)/)
    .map((part, index) => (index % 2 === 1 ? html`<span class="slot">${part}</span>` : html`${part}`));
}

function insideOf(
  { id, parameters, levels, first_line, samples, services, last_seen }: TemplateSummary,
  positionOf: PositionWriter,
): Html {
  const facts = [
    ...Object.entries(levels).map(([level, count]) => `${level}: ${formatCount(count)}`),
    ...(last_seen === undefined ? [] : [`last seen ${secondsText(last_seen)}`]),
    ...(services.length > 1 ? [services.join(', ')] : []),
  ];
  return html`<div class="inside">
    ${parameters.length > 0 && parametersTable(parameters)}
    <div class="soft">First line; lines to look at: ${samples.map(positionOf).join(', ')}</div>
    <pre>${lines(first_line)}</pre>
    <div class="soft"><code>${id}</code> ${facts.join('; ')}</div>
  </div>`;
}

/** Line ends stay line ends; other control characters are spelled out. */
function lines(text: string): Html[] {
  return text.split('\n').map((line, index) => html`${index > 0 && trusted('\n')}${line}`);
}

function parametersTable(parameters: readonly ParameterSummary[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Parameter</th>
        <th>Type</th>
        <th class="number">Values</th>
        <th>Range</th>
        <th>Examples</th>
      </tr>
    </thead>
    <tbody>
      ${parameters.map(
        ({ name, type, unit, distinct, distinct_is_bound, examples, min, max }) =>
          html`<tr>
            <td><code class="slot">${name}</code></td>
            <td>${typeText({ type, unit })}</td>
            <td class="number">${formatCount(distinct)}${distinct_is_bound && '+'}</td>
            <td>${min === undefined || max === undefined ? '' : `${min} – ${max}`}</td>
            <td><code>${examples.join(', ')}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function secondsText(time = ''): string {
  return time.slice(0, 19).replace('T', ' ');
}
