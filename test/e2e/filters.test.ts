import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { INDICES } from '../../common/indices.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

/** Kibana's bar for KQL and filters. It is Kibana's own, and the host has none: there the views are as they were. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const { kibana, elasticsearch } = inject('world');

/** What each filter has besides. */
const PLAIN = { alias: null, disabled: false };

const search = (page: Page, kql: string) =>
  page
    .getByTestId('queryInput')
    .fill(kql)
    .then(() => page.getByTestId('queryInput').press('Enter'));
const paramOf = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const lanes = (page: Page) => page.getByRole('rowheader').allInnerTexts();

/** What the list says when it holds what Elasticsearch has with these values: KQL is Kibana's, `q` is Lucene's. */
async function numberOf(q: string): Promise<string> {
  const answer = await fetch(
    `${elasticsearch}/${INDICES.anomalies.name}/_count?${new URLSearchParams({ q })}`,
  );
  const { count } = (await answer.json()) as { count: number };
  expect(count).toBeGreaterThan(1);
  return `${count} anomalies`;
}

describe.skipIf(kibana)('without the bar', () => {
  test('the views are as they are, whatever a link asks for', async () => {
    const page = await stage.open('anomalies', { params: { kql: 'service.name: nobody' } });
    await page.getByRole('rowheader', { name: 'checkout' }).waitFor();
    expect(await page.getByTestId('queryInput').count()).toBe(0);
  });
});

describe.runIf(kibana)('KQL and filters', () => {
  test('narrow the swimlane, the table and its number alike, and stand in the link', async () => {
    const page = await stage.open('anomalies');
    await page.getByRole('rowheader', { name: 'checkout' }).waitFor();
    await search(page, 'service.name: inv* and event.risk_score >= 75');
    const number = await numberOf('service.name:inv* AND event.risk_score:>=75');
    await page.getByText(number, { exact: true }).waitFor();
    expect(await lanes(page)).toEqual(['inventory']);
    expect(paramOf(page, 'kql')).toBe('service.name: inv* and event.risk_score >= 75');
    await page.reload();
    await page.getByText(number, { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('rowheader', { name: 'checkout' }).waitFor();
  });

  test('a click on a path narrows the requests and what is counted of them', async () => {
    const page = await stage.open('requests', { params: { outcome: 'degraded' } });
    const paths = page.getByTestId(TEST_IDS.pathGroups).locator('tbody tr');
    const get = paths.filter({ hasText: 'Received GET' });
    await get.waitFor();
    expect(await paths.count()).toBe(2);
    await get.getByRole('link').click();
    await expect.poll(() => paths.count()).toBe(1);
    expect(paramOf(page, 'kql')).toMatch(/^path\.service: "gateway" and path\.template_id: "/);
    const groups = page.getByTestId(TEST_IDS.failureGroups).locator('tbody tr');
    await expect.poll(() => groups.allInnerTexts()).toEqual([expect.stringMatching(/^search/)]);
  });

  test('a filter is a pill, which a click takes away', async () => {
    const filters = JSON.stringify([
      {
        meta: { key: 'service.name', type: 'phrase', params: { query: 'inventory' }, negate: true, ...PLAIN },
        query: { match_phrase: { 'service.name': 'inventory' } },
        $state: { store: 'appState' },
      },
    ]);
    const page = await stage.open('anomalies', { params: { filters } });
    await page.getByRole('rowheader', { name: 'checkout' }).waitFor();
    expect(await lanes(page)).not.toContain('inventory');
    await page.getByRole('button', { name: /^Delete NOT service.name: inventory/ }).click();
    await page.getByRole('rowheader', { name: 'inventory' }).waitFor();
    expect(paramOf(page, 'filters')).toBeNull();
  });

  test('a pinned filter holds in the next view, too', async () => {
    const filters = JSON.stringify([
      {
        meta: { key: 'services', type: 'phrase', params: { query: 'nobody' }, ...PLAIN },
        query: { match_phrase: { services: 'nobody' } },
        $state: { store: 'appState' },
      },
    ]);
    const page = await stage.open('templates', { params: { filters } });
    await page.getByText('No results found', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Filter actions' }).click();
    await page.getByTestId('pinFilter').click();
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.getByText('No failed requests match the filter').waitFor();
    await page.getByRole('button', { name: /^Delete services: nobody/ }).click();
    await page.getByTestId('log-ai-failure-groups').waitFor();
  });

  test('templates are found by their own fields', async () => {
    const page = await stage.open('templates', {
      params: { kql: 'services: inventory and levels: (ERROR or WARN) and text: "orders-db"' },
    });
    await page.getByText(/^6 of \d+ templates match$/).waitFor();
  });

  test('failed requests by theirs, and their first errors with them', async () => {
    const page = await stage.open('requests', { params: { kql: 'first_error.service: inventory' } });
    const groups = page.getByTestId('log-ai-failure-groups').locator('tbody tr');
    await groups.first().waitFor();
    const services = await groups.locator('td:first-child').allInnerTexts();
    expect(new Set(services.map((text) => text.split('\n').at(-1)))).toEqual(new Set(['inventory']));
    await search(page, 'services: nobody');
    await page.getByRole('button', { name: 'Show all failed requests' }).click();
    await page.getByTestId('log-ai-failed-requests').waitFor();
    expect(paramOf(page, 'kql')).toBeNull();
  });

  test('incidents by where they began', async () => {
    const page = await stage.open('incidents', { params: { kql: 'incident.first_service: inventory' } });
    await page.getByText(/^\d+ incidents?$/).waitFor();
    await search(page, 'incident.first_service: nobody');
    await page.getByText('No incidents match the filters').waitFor();
  });

  test('a query that cannot be read stands in place of the results', async () => {
    const page = await stage.open('anomalies', { params: { kql: 'service.name: (' } });
    await page.getByText('Unable to read the KQL query').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('a value that a field cannot have is refused with the reason', async () => {
    const page = await stage.open('templates', { params: { kql: 'line_count: many' } });
    await page.getByText(/^The filter does not fit the fields: .*failed to create query/).waitFor();
    // The browser itself tells of the 400.
    expect(stage.complaints()).toEqual([expect.stringContaining('400')]);
  });

  test('embedded, the view obeys them without the bar, and without the header', async () => {
    const page = await stage.open('anomalies', {
      params: { embed: 'true', kql: 'service.name: inventory' },
    });
    await page.getByText(await numberOf('service.name:inventory'), { exact: true }).waitFor();
    expect(await page.getByTestId('queryInput').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Log AI', exact: true }).count()).toBe(0);
    expect(await page.getByRole('tab').count()).toBe(0);
    expect(await page.locator('#globalHeaderBars').count()).toBe(0);
  });

  test.each([true, false])('the page can be used by everybody, dark: %s', async (dark) => {
    const page = await stage.open('anomalies', { dark, params: { kql: 'service.name: inventory' } });
    await page.getByText(await numberOf('service.name:inventory'), { exact: true }).waitFor();
    await stage.expectAccessible(page);
  });
});
