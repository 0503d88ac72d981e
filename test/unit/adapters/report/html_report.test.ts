import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AnalysisReport, TemplateSummary } from '../../../../common/analysis_report.ts';
import { html, trusted } from '../../../../ml-service/src/adapters/report/html.ts';
import { renderHtmlReport } from '../../../../ml-service/src/adapters/report/html_report.ts';
import { sparkline } from '../../../../ml-service/src/adapters/report/sparkline.ts';

const EVIL = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>\x1b[31m';

function template(values: Partial<TemplateSummary> = {}): TemplateSummary {
  return {
    id: 'template_failed',
    text: 'Failed for <user>',
    count: 3,
    share: 0.75,
    levels: { ERROR: 3 },
    services: ['cart'],
    parameters: [
      { name: 'user', type: 'string', distinct: 1000, distinct_is_bound: true, examples: ['alice'] },
    ],
    first_line: 'ERROR cart Failed for alice\n\tat cart.main',
    samples: [{ file: '/var/log/app.log', line_number: 7 }],
    ...values,
  };
}

function report(values: Partial<AnalysisReport> = {}): AnalysisReport {
  return {
    version: 1,
    source: {
      name: '/var/log/app.log',
      files: [{ name: '/var/log/app.log', bytes: 100, lines: 4 }],
      bytes: 100,
      lines: 4,
      events: 4,
      events_of_requests: 0,
    },
    templates: [template()],
    incidents: [],
    anomalies: [],
    verdicts: [],
    failed_requests: [],
    failed_request_count: 0,
    failure_groups: [],
    failure_causes: [],
    shared_by_failed: [],
    ambiguous_zones: [],
    layouts: [],
    skipped: {},
    altered: {},
    timing: { seconds: 1, mb_per_s: 1 },
    problems: [],
    ...values,
  };
}

describe('markup', () => {
  test.each([
    ['<b>', '&lt;b&gt;'],
    ['"&\'', '&quot;&amp;&#39;'],
    ['\x1b[31m\0', '\\x1b[31m\\x00'],
  ])('%j is text: %s', (text, markup) => {
    expect(html`${text}`.markup).toBe(markup);
  });

  test('what is nothing leaves nothing, markup stays markup', () => {
    expect(html`a${undefined}${false}${[html`<b>${1}</b>`, '<']}${trusted('<i>')}`.markup).toBe(
      'a<b>1</b>&lt;<i>',
    );
  });
});

describe('the report', () => {
  test('whatever was read is text in it', () => {
    const page = renderHtmlReport(
      report({
        source: { ...report().source, name: EVIL, files: [{ name: EVIL, bytes: 1, lines: 1 }] },
        templates: [
          template({
            id: EVIL,
            text: EVIL,
            services: [EVIL],
            first_line: EVIL,
            samples: [{ file: EVIL, line_number: 1 }],
            parameters: [
              { name: EVIL, type: 'string', distinct: 1, distinct_is_bound: false, examples: [EVIL] },
            ],
          }),
        ],
        anomalies: [
          {
            type: 'frequency',
            status: 'active',
            reason: EVIL,
            service: EVIL,
            template_id: EVIL,
            start: '2026-01-15T10:00:00.000Z',
            end: '2026-01-15T10:05:00.000Z',
            risk_score: 80,
            typical: 0,
            actual: 1,
            samples: [{ file: EVIL, line_number: 1 }],
          },
        ],
        failed_requests: [
          {
            request_id: EVIL,
            services: [EVIL],
            line_count: 1,
            error_count: 1,
            first_error: { service: EVIL, text: EVIL },
          },
        ],
        failed_request_count: 1,
        failure_groups: [
          { service: EVIL, text: EVIL, request_count: 1, services: [EVIL], request_ids: [EVIL] },
        ],
        failure_causes: [{ service: EVIL, score: 3, evidence: [{ kind: 'error', text: EVIL }] }],
        shared_by_failed: [
          {
            kind: 'value',
            text: EVIL,
            template_id: EVIL,
            same: 1,
            also: [{ kind: 'host', text: EVIL }],
            failed: 5,
            failed_of: 6,
            others: 0,
            others_of: 9,
            odds_ratio: 60,
            p_value: 0.001,
          },
        ],
        incidents: [
          {
            status: 'active',
            reason: EVIL,
            start: '2026-01-15T10:00:00.000Z',
            end: '2026-01-15T10:05:00.000Z',
            risk_score: 80,
            causes: [{ service: EVIL, score: 3, evidence: [{ kind: 'missing', text: EVIL }] }],
            services: [EVIL],
            anomaly_count: 1,
            failed_request_count: 1,
          },
        ],
        skipped: { [EVIL]: 1 },
        problems: [{ code: 'input_corrupt', message: EVIL }],
      }),
    );
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\x1b');
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page.match(/&lt;script&gt;alert\(1\)/g)!.length).toBeGreaterThan(10);
  });

  test('needs nothing else, and lets no other script run', () => {
    const page = renderHtmlReport(report());
    expect(page).not.toMatch(/(src|href)=["'](?!#)|url\(|@import|https?:/);
    for (const kind of ['script', 'style']) {
      const content = new RegExp(`<${kind}>(.*?)</${kind}>`, 's').exec(page)![1]!;
      const hash = createHash('sha256').update(content).digest('base64');
      expect(page).toContain(`${kind}-src &#39;sha256-${hash}&#39;`);
    }
  });

  test('a template has its values, its first line, and a link from what is wrong', () => {
    const page = renderHtmlReport(
      report({
        failed_request_count: 1,
        failure_groups: [
          {
            service: 'cart',
            template_id: 'template_failed',
            text: 'Failed for <user>',
            request_count: 1,
            services: [],
            request_ids: [],
          },
        ],
      }),
    );
    expect(page).toContain('id="t-template_failed"');
    expect(page).toContain('href="#t-template_failed"');
    expect(page).toContain('Failed for <span class="slot">&lt;user&gt;</span>');
    expect(page).toContain('ERROR cart Failed for alice\n at cart.main</pre>');
    expect(page).toContain('1,000+');
    expect(page).toContain('app.log:7');
  });

  test('an empty report is a page, too', () => {
    const page = renderHtmlReport(
      report({ templates: [], source: { ...report().source, bytes: 0, lines: 0, events: 0 } }),
    );
    expect(page).toContain('There is nothing in it');
  });

  test('more templates than a page bears are named', () => {
    const templates = Array.from({ length: 5001 }, (_, index) => template({ id: `t${index}` }));
    const page = renderHtmlReport(report({ templates }));
    expect(page).toContain('The 5,000 most frequent are shown');
    expect(page.match(/<tbody id=/g)).toHaveLength(5000);
  });
});

test.each([
  [[], undefined],
  [[1, 2], undefined],
  [[0, 4, 1], 'M4 24v-24.0h3v24.0zM8 24v-6.0h3v6.0z'],
  [[0, 0, 0], ''],
  [[100_000, 1, 0], 'M0 24v-24.0h3v24.0zM4 24v-1.5h3v1.5z'],
])('the counts %j are drawn as %s', (counts, path) => {
  const picture = sparkline({ counts, label: 'lines' });
  expect(picture && / d="(.*?)"/.exec(picture.markup)![1]).toBe(path);
});
