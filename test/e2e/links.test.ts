import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { API_BASE } from '../../common/api.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { SHOP } from './shop_world.ts';
import { openStage, type Stage } from './stage.ts';

/** Whatever leads somewhere is a link: it can be copied and opened in another tab, and keeps the time. */

let stage: Stage;
let request: { request_id: string; event: { start: string; end: string }; template: string };
beforeAll(async () => {
  stage = await openStage();
  const range = new URLSearchParams({ from: SHOP.from, to: SHOP.to, service: 'inventory', size: '1' });
  const answer = await fetch(`${inject('world').service}${API_BASE}/requests?${range.toString()}`);
  const { requests } = (await answer.json()) as {
    requests: { request_id: string; event: typeof request.event; first_error: { template_id: string } }[];
  };
  const [found] = requests;
  request = { ...found!, template: found!.first_error.template_id };
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

interface DiscoverParameters {
  readonly dataViewSpec: { readonly title: string };
  readonly query: { readonly language: string; readonly query: string };
  readonly timeRange: { readonly from: string; readonly to: string };
}

/** What a link to Discover asks for. */
async function askedOf(page: Page, name: string): Promise<DiscoverParameters> {
  const link = page.getByRole('link', { name }).first();
  await link.waitFor();
  const { pathname, searchParams } = new URL((await link.getAttribute('href'))!, stage.url);
  expect(pathname.endsWith('/app/r')).toBe(true);
  return JSON.parse(searchParams.get('p')!) as DiscoverParameters;
}

describe('Discover', () => {
  test('shows the lines of a template in the time of the page', async () => {
    const page = await stage.open('templates', { params: { template: request.template } });
    expect(await askedOf(page, 'View lines in Discover')).toMatchObject({
      dataViewSpec: { title: 'logs-*' },
      query: { language: 'kuery', query: `log_ai.template.id: "${request.template}"` },
      timeRange: { from: SHOP.from, to: SHOP.to },
    });
  });

  test('shows the lines of an anomaly while it lasts', async () => {
    const page = await stage.open('anomalies', { params: { type: 'frequency', score: '75' } });
    await page.getByTitle(/^inventory: "Failed to connect/).click();
    const { query, timeRange } = await askedOf(page, 'View all in Discover');
    expect(query.query).toBe(`log_ai.template.id: "${request.template}" and service.name: "inventory"`);
    expect(timeRange.from).toMatch(/^2026-01-15T14:4\d:00\.000Z$/);
    expect(timeRange.to).toMatch(/^2026-01-15T14:5\d:59\.999Z$/);
  });

  test('shows the lines of a request from the first to the last, and each by itself', async () => {
    const page = await stage.open('requests', { params: { request: request.request_id } });
    const whole = await askedOf(page, 'View lines in Discover');
    expect(whole.query.query).toBe(`log_ai.request_id: "${request.request_id}"`);
    expect(whole.timeRange.from).toBe(request.event.start);
    expect(Date.parse(whole.timeRange.to)).toBe(Date.parse(request.event.end) + 1);
    expect((await askedOf(page, 'View this line in Discover')).query.query).toMatch(/^_id: "[^"]+"$/);
  });
});

describe('a link', () => {
  test('of a reason opens in another tab, with the anomaly and the time', async () => {
    const page = await stage.open('overview');
    const reason = page.getByRole('link', { name: /Upstream inventory failed for order/ }).first();
    await reason.waitFor();
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      reason.click({ modifiers: ['Control'] }),
    ]);
    await other.getByRole('dialog').getByText('Typical', { exact: true }).waitFor();
    expect(new URL(other.url()).searchParams.get('from')).toBe(SHOP.from);
    expect(page.url()).not.toContain('anomaly=');
    await other.close();
  });

  test('of a template stands in the table', async () => {
    const page = await stage.open('templates', { params: { query: 'connection timeout retry' } });
    const href = await page.getByTestId(TEST_IDS.templateLink(request.template)).first().getAttribute('href');
    expect(new URL(href!, stage.url).searchParams.get('template')).toBe(request.template);
  });
});

describe('the breadcrumbs', () => {
  const crumbs = (page: Page) => page.getByTestId('breadcrumbs');

  test('name the request, and lead to its view and to the app without a reload and in the same time', async () => {
    const page = await stage.open('requests', { params: { request: request.request_id } });
    await crumbs(page).getByText(request.request_id).waitFor();
    await page.evaluate('window.stayed = true');
    await crumbs(page).getByRole('link', { name: 'Requests' }).click();
    await page.getByRole('heading', { name: 'First errors' }).waitFor();
    await crumbs(page).getByRole('link', { name: 'Log AI' }).click();
    await page.getByRole('heading', { name: 'Top anomalies' }).waitFor();
    expect(await page.evaluate('window.stayed')).toBe(true);
    expect(new URL(page.url()).searchParams.get('from')).toBe(SHOP.from);
  });

  test('name the template', async () => {
    const page = await stage.open('templates', { params: { template: request.template } });
    await crumbs(page)
      .getByText(/Failed to connect to /)
      .waitFor();
  });
});

describe('a part of another page', () => {
  test('has the view alone', async () => {
    const page = await stage.open('anomalies', { params: { embed: 'true' } });
    await page.getByText('Anomaly timeline').waitFor();
    expect(await page.getByRole('tab').count()).toBe(0);
    await expect.poll(() => page.getByTestId('breadcrumbs').count()).toBe(0);
  });

  test('is a whole page again once somebody leaves full screen', async () => {
    const page = await stage.open('overview');
    await page.getByRole('button', { name: 'Full screen' }).click();
    await expect.poll(() => page.getByTestId('breadcrumbs').count()).toBe(0);
    await page.getByRole('button', { name: 'Exit full screen' }).click();
    await page.getByTestId('breadcrumbs').waitFor();
  });
});

describe('the time', () => {
  test("is that of Kibana where a link has none, and Kibana's shared state is taken", async () => {
    const page = await stage.open('overview', { params: { from: '', to: '', refresh: '' } });
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe('now-15m');
    const _g = `(refreshInterval:(pause:!t,value:0),time:(from:'${SHOP.from}',to:'${SHOP.to}'))`;
    const other = await stage.open('overview', { params: { from: '', to: '', refresh: '', _g } });
    await expect.poll(() => new URL(other.url()).searchParams.get('from')).toBe(SHOP.from);
    expect(new URL(other.url()).searchParams.has('_g')).toBe(false);
    await other.getByText('Upstream inventory failed for order').first().waitFor();
  });
});
