import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { runBackfill } from '../fixtures/run_backfill.ts';
import { expectNoSidewaysScroll, openStage, type Stage } from './stage.ts';

/** Lines, names and links as nobody wants them: the page shows them as they are, and goes on. */

const HTML = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1"><b>bold</b>';
const SERVICE = 'päy/ments 🦩 <i>eu</i> west & more';
const REQUEST = 'req/1🦩?#%2F';
const RANGE = { from: '2026-02-01T10:00:00.000Z', to: '2026-02-01T11:00:00.000Z' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { elasticsearch, service } = inject('world');
  const long = Array.from(
    { length: 1500 },
    (_, index) => `word${String.fromCharCode(97 + (index % 26))}`,
  ).join(' ');
  const operations = ['10:00:00', '10:20:00', '10:40:00'].flatMap((time, index) => [
    { create: { _index: 'logs-strange-default' } },
    {
      '@timestamp': `2026-02-01T${time}.000Z`,
      message: `${HTML} number ${index} ${long}`,
      log: { level: 'ERROR' },
      service: { name: SERVICE },
      http: { request: { id: REQUEST } },
    },
  ]);
  const shipped = await fetch(`${elasticsearch}/_bulk?refresh=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${operations.map((line) => JSON.stringify(line)).join('\n')}\n`,
  });
  expect(((await shipped.json()) as { errors: boolean }).errors).toBe(false);
  await runBackfill(service, RANGE);
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const open = (view: string, params: Record<string, string> = {}, width = 1400) =>
  stage.open(view, { params: { ...RANGE, ...params }, width });

describe('a template with HTML and ten kilobytes of text', () => {
  test.each([1400, 800])('is text in the table and whole in the flyout, %i pixels wide', async (width) => {
    const page = await open('templates', { query: 'hack bold' }, width);
    const link = page.getByText(/window\.hacked/).first();
    await link.click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/onerror=/)
      .first()
      .waitFor();
    await dialog
      .getByText(/worda wordb/)
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScroll(page);
    await stage.expectAccessible(page);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });
});

describe('a service whose name has slashes, markup and emoji', () => {
  test('can be filtered by, from a link', async () => {
    const page = await open('templates', { service: SERVICE });
    await page
      .getByText(/window\.hacked/)
      .first()
      .waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  test('and a request id of that kind: the story is found, and its first error', async () => {
    const page = await open('requests', { request: REQUEST }, 800);
    await page.getByText(`First error in ${SERVICE}`).waitFor();
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScroll(page);
  });
});

describe('a time without data', () => {
  test.each([
    ['overview', /No data in this time range/],
    ['templates', /\d+ templates/],
    ['anomalies', /No lines between Jan 1, 2020, 00:00:00/],
    ['requests', /No request failed|No failed request/],
    // What came a minute ago may not be counted yet.
    ['status', /Documents with a template|No documents in the last hour/],
  ])('%s says so', async (view, shows) => {
    const page = await stage.open(view, {
      params: { from: '2020-01-01T00:00:00.000Z', to: '2020-01-01T01:00:00.000Z' },
    });
    await page.getByText(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    await stage.expectAccessible(page);
  });
});

describe('a link that makes no sense', () => {
  test.each([
    ['a time that is none', 'overview', { from: 'yesterday-ish', to: '[]' }],
    ['an end before its begin', 'overview', { from: 'now', to: 'now-1h' }],
    [
      'filters that are none',
      'anomalies',
      { type: 'x', score: '-7', status: '{}', page: '1e9', lanes: 'none' },
    ],
    ['a page that is none', 'templates', { page: '-3', sort: '__proto__', order: 'up', level: 'LOUD' }],
  ])('%s', async (_name, view, params) => {
    const page = await stage.open(view, { params });
    await page.getByRole('tab', { name: 'Overview' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByText('Unable to load this view').count()).toBe(0);
    await page.getByText('is not responding').waitFor({ state: 'detached' });
  });

  test('another view than there is leads to the overview', async () => {
    const page = await stage.open('nowhere');
    await page.getByRole('heading', { name: 'Top anomalies' }).waitFor();
  });
});
