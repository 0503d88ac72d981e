import type {
  AnalysisReport,
  AnomalySummary,
  CauseSummary,
  FailedRequestSummary,
  FailureGroupSummary,
  IncidentSummary,
} from '../../../../common/analysis_report.ts';
import type { SharedTraitSummary } from '../../../../common/shared_traits.ts';
import { positionWriter } from '../terminal/analysis/file_names.ts';
import {
  countOf,
  formatCount,
  formatDuration,
  formatProbability,
  formatRatio,
  formatTimeRange,
} from '../../../../common/format_quantity.ts';
import { verdictTexts } from '../terminal/analysis/report_notes.ts';
import { type Html, html } from './html.ts';
import { rowId } from './report_templates.ts';
import { type ScoreBand, scoreBandOf } from '../../../../common/score_bands.ts';

type PositionWriter = ReturnType<typeof positionWriter>;

/** The badge of each band of scores. */
const BADGES: Readonly<Record<ScoreBand['name'], string>> = {
  critical: 'critical',
  major: 'warning',
  minor: 'minor',
  low: '',
};

/** What is abnormal, and which requests failed. */
export function troublesSection(report: AnalysisReport): Html {
  const { anomalies, failed_request_count, failure_causes, shared_by_failed, incidents } = report;
  const positionOf = positionWriter(report.source);
  return html`<section class="card">
    <h2>What is wrong</h2>
    ${
      anomalies.length > 0 &&
      html`<ul class="list">
        ${anomalies.map((anomaly) => anomalyItem(anomaly, positionOf))}
      </ul>`
    }
    ${incidents.filter(({ causes }) => causes.length > 0).map(incidentPart)}
    ${failed_request_count > 0 && failuresPart(report, positionOf)}
    ${
      failure_causes.length > 0 &&
      html`<h3>Where failed requests went another way than the others</h3>
        ${causesList(failure_causes)}`
    }
    ${shared_by_failed.length > 0 && sharedPart(shared_by_failed)}
    ${verdictTexts(report).map((text) => html`<p class="soft">${text}</p>`)}
  </section>`;
}

function incidentPart({ reason, start, end, causes }: IncidentSummary): Html {
  return html`<h3>Where it began: ${reason}</h3>
    <p class="soft">${formatTimeRange(start, end)}</p>
    ${causesList(causes)}`;
}

function causesList(causes: readonly CauseSummary[]): Html {
  return html`<ol>
    ${causes.map(
      ({ service, score, evidence }) =>
        html`<li>
          ${service}
          <span class="soft" title="How much better the evidence is explained, beyond chance, in nats"
            >${score.toFixed(1)}</span
          >
          ${evidence.map(({ text }) => html`<div class="soft">${text}</div>`)}
        </li>`,
    )}
  </ol>`;
}

function sharedPart(shared: readonly SharedTraitSummary[]): Html {
  return html`<h3>What failed requests had before they failed, and others lack</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th class="number">Of those that failed</th>
            <th class="number">Of the others</th>
            <th class="number later">Odds ratio</th>
            <th class="number later" title="Fisher's exact test, times the number of comparisons">p</th>
            <th class="half">Have</th>
          </tr>
        </thead>
        <tbody>
          ${shared.map(sharedRow)}
        </tbody>
      </table>
    </div>`;
}

function sharedRow(row: SharedTraitSummary): Html {
  const words = html`${row.kind} <code>${row.text}</code>`;
  return html`<tr>
    <td class="number">${formatCount(row.failed)} of ${formatCount(row.failed_of)}</td>
    <td class="number">${formatCount(row.others)} of ${formatCount(row.others_of)}</td>
    <td class="number later">${formatRatio(row.odds_ratio)}</td>
    <td class="number later">${formatProbability(row.p_value)}</td>
    <td>
      ${row.template_id === undefined ? words : html`<a href="#${rowId(row.template_id)}">${words}</a>`}
      ${row.same > 0 && html`<span class="soft" title="${row.also.map(({ text }) => text).join(', ')}">and ${row.same} more</span>`}
    </td>
  </tr>`;
}

function anomalyItem(
  { reason, risk_score, template_id, start, end, samples }: AnomalySummary,
  positionOf: PositionWriter,
): Html {
  const badge = BADGES[scoreBandOf(risk_score).name];
  return html`<li>
    <span><span class="badge ${badge}" title="Risk, 0 to 100">${risk_score.toFixed(0)}</span></span>
    <div>
      ${reason}
      <div class="soft">
        ${formatTimeRange(start, end)}${
          template_id !== undefined && html`, <a href="#${rowId(template_id)}">template</a>`
        }${samples.map((sample) => html`, ${positionOf(sample)}`)}
      </div>
    </div>
  </li>`;
}

function failuresPart(
  { failed_requests, failed_request_count, failure_groups }: AnalysisReport,
  positionOf: PositionWriter,
): Html {
  const shown =
    failed_requests.length < failed_request_count ? `the newest ${failed_requests.length} of ` : '';
  return html`<h3>${countOf(failed_request_count, 'failed request')}, by where they failed first</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th class="number">Requests</th>
            <th>Failed first in</th>
            <th class="half">With</th>
            <th class="later">Other services</th>
          </tr>
        </thead>
        <tbody>
          ${failure_groups.map(groupRow)}
        </tbody>
      </table>
    </div>
    <details>
      <summary>One by one: ${shown}${formatCount(failed_request_count)}</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Request</th>
              <th class="later">Start</th>
              <th class="number">Duration</th>
              <th class="half">First error</th>
              <th class="later">Services</th>
            </tr>
          </thead>
          <tbody>
            ${failed_requests.map((request) => requestRow(request, positionOf))}
          </tbody>
        </table>
      </div>
    </details>`;
}

function groupRow({ service, template_id, text, request_count, services }: FailureGroupSummary): Html {
  const words = html`<code>${text}</code>`;
  return html`<tr>
    <td class="number">${formatCount(request_count)}</td>
    <td class="service" title="${service}">${service}</td>
    <td>${template_id === undefined ? words : html`<a href="#${rowId(template_id)}">${words}</a>`}</td>
    <td class="soft later">${someOf(services)}</td>
  </tr>`;
}

function requestRow(
  { request_id, services, start, duration_ms, first_error }: FailedRequestSummary,
  positionOf: PositionWriter,
): Html {
  return html`<tr>
    <td class="id"><code>${request_id}</code></td>
    <td class="time later">${start?.replace('T', ' ').replace('Z', '')}</td>
    <td class="number">${duration_ms === undefined ? '' : formatDuration(duration_ms)}</td>
    <td>
      ${first_error.service}: <code>${first_error.text}</code>
      ${first_error.position && html`<div class="soft">${positionOf(first_error.position)}</div>`}
    </td>
    <td class="soft later">${services.join(' → ')}</td>
  </tr>`;
}

/** Names in a cell; the request itself tells the others. */
const SHOWN_SERVICES = 5;

function someOf(services: readonly string[]): string {
  const shown = services.slice(0, SHOWN_SERVICES).join(', ');
  const more = services.length - SHOWN_SERVICES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
