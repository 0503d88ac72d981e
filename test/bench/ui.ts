import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { indexNameOf } from '../../common/indices.ts';
import { startElasticsearch } from '../../demo/elasticsearch/start.ts';
import { buildPlugin } from '../../scripts/plugin/build_plugin.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { SHOP, startShopWorld } from '../e2e/shop_world.ts';
import { findChromium } from '../fixtures/find_chromium.ts';
import { launchChromium, openProfile } from '../fixtures/launch_chromium.ts';
import { KIBANA_VERSION, startHost } from '../host/start_host.ts';
import type { Benchmark } from './benchmark.ts';
import { median } from './median.ts';
import { SHELVES, syntheticAnomalies, syntheticTemplates } from './synthetic_records.ts';

const ROUNDS = 9;
/** A browser keeps what it compiled when a script comes for the second time, and uses it from the next time on. */
const WARM_UP_ROUNDS = 3;
const VIEWPORT = { width: 1400, height: 1000 };
const TEMPLATES = 10_000;
const ANOMALIES = 1000;
const KEY_INTERVAL_MS = 60;
/** Apart from the shop's hour, so that each view has its own records. */
const BENCH_RANGE = { from: Date.parse('2026-02-01T10:00:00Z'), to: Date.parse('2026-02-01T11:00:00Z') };

const rounded = (value: number) => Math.round(value * 10) / 10;

/** Bytes of all scripts of the plugin, each compressed as a server sends it. */
function scriptBytes(zip: string): number {
  return Object.entries(unzipSync(readFileSync(zip)))
    .filter(([path]) => path.includes('/target/public/') && path.endsWith('.js'))
    .reduce((sum, [, content]) => sum + gzipSync(content).length, 0);
}

async function indexAll(
  url: string,
  documents: readonly { readonly index: string; readonly id: string; readonly document: object }[],
): Promise<void> {
  for (let at = 0; at < documents.length; at += 2000) {
    const lines = documents
      .slice(at, at + 2000)
      .flatMap(({ index, id, document }) => [
        JSON.stringify({ index: { _index: index, _id: id } }),
        JSON.stringify(document),
      ]);
    const answer = await fetch(`${url}/_bulk?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${lines.join('\n')}\n`,
    });
    const { errors } = (await answer.json()) as { errors: boolean };
    if (errors) throw new Error('Elasticsearch refused synthetic records.');
  }
}

function addressOf(host: string, view: string, range: { from: string; to: string }): string {
  return `${host}/app/logAi/${view}?${new URLSearchParams({ ...range, refresh: '0' }).toString()}`;
}

/** From the begin of the navigation until what is wrong can be read. */
async function measureFirstView(context: BrowserContext, host: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(addressOf(host, 'overview', SHOP), { waitUntil: 'commit' });
  const time = await page.evaluate<number>(
    whenPainted(`document.body?.innerText.includes('Upstream inventory failed for order')`, '0'),
  );
  await page.close();
  return time;
}

/** In a new profile each time: shared modules of 4 MB, which are Kibana's, are fetched and compiled, too. */
async function measureColdView(browser: Browser, host: string): Promise<number> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const time = await measureFirstView(context, host);
  await context.close();
  return time;
}

/**
 * In a profile that has seen Kibana before, as that of everybody who uses it. It lies on the disk: what is off the record
 * keeps nothing that was compiled.
 */
async function measureWarmViews(chromium: string, folder: string, host: string): Promise<number[]> {
  const context = await openProfile({ executablePath: chromium, folder, viewport: VIEWPORT });
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) await measureFirstView(context, host);
  const times = await repeat(() => measureFirstView(context, host));
  await context.close();
  return times;
}

/** Milliseconds from `since`, an expression, to the frame after the condition holds. */
function whenPainted(condition: string, since: string): string {
  return `new Promise((resolve) => {
    const look = () => requestAnimationFrame(() => {
      if (${condition}) setTimeout(() => resolve(performance.now() - (${since})));
      else look();
    });
    look();
  })`;
}

/** How many were found; Kibana's header has places of that role, too. */
const FOUND = `document.querySelector('[data-test-subj="${TEST_IDS.page}"] [role=status]')`;

/** All templates are listed, the address says so, and the trend of each, the last that comes, is drawn. */
const AT_REST = `/^\\d+,\\d+ templates$/.test(${FOUND}?.innerText)
  && !location.search.includes('query=')
  && [...document.querySelectorAll('tbody tr')].every((row) => row.querySelector('svg[role=img]'))`;

/** From the last key of a word until the table shows its hits, for words that one types one after the other. */
async function measureSearch(page: Page, host: string): Promise<number[]> {
  await page.goto(addressOf(host, 'templates', rangeOf(BENCH_RANGE)));
  const field = page.getByRole('searchbox', { name: 'Search templates' });
  await page.evaluate(`addEventListener('keydown', () => { window.last_key = performance.now(); }, true)`);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const shelf = `shelf${String((round * 7 + 3) % SHELVES).padStart(2, '0')}`;
    await field.fill('');
    await page.evaluate(whenPainted(AT_REST, '0'));
    await page.evaluate('window.last_key = Infinity');
    const painted = page.evaluate<number>(
      whenPainted(
        `window.last_key !== Infinity
          && document.querySelector('input[type=search]').value === '${shelf}'
          && ${FOUND}.innerText.startsWith('${TEMPLATES / SHELVES} of')
          && [...document.querySelectorAll('tbody tr')].every((row) => row.innerText.includes('${shelf}'))`,
        'window.last_key',
      ),
    );
    await field.pressSequentially(shelf, { delay: KEY_INTERVAL_MS });
    times.push(await painted);
  }
  return times;
}

/** From the last byte of the anomalies' answer until the swimlane is painted. */
async function measureSwimlane(browser: Browser, host: string): Promise<number> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.goto(addressOf(host, 'anomalies', rangeOf(BENCH_RANGE)), { waitUntil: 'commit' });
  const time = await page.evaluate<number>(
    whenPainted(
      `document.querySelectorAll('[role=gridcell]').length > 100`,
      `performance.getEntriesByType('resource').find(({ name }) => name.includes('/anomalies?')).responseEnd`,
    ),
  );
  await context.close();
  return time;
}

const rangeOf = ({ from, to }: { from: number; to: number }) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

async function repeat(measure: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure());
  return times;
}

/**
 * How fast the app is, from its zip on the host page, with a real Elasticsearch and service: the first view, the size of
 * its scripts without Kibana's shared ones, a search among 10,000 templates, a swimlane of 1,000 anomalies. Medians.
 */
async function benchUi(say: (text: string) => void): Promise<Record<string, unknown>> {
  const [folder, dataDir, profile] = ['zip', 'data', 'profile'].map((name) =>
    mkdtempSync(join(tmpdir(), `log-ai-bench-${name}-`)),
  ) as [string, string, string];
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const chromium = findChromium();
    const server = await startElasticsearch({ dataDir, port: 0, heapMb: 1024, onProgress: say });
    closing.push(() => server.stop());
    say('Shipping an hour of the web shop …');
    const service = await startShopWorld(server.url);
    closing.push(() => service.stop());
    const { path: zip } = await buildPlugin({ kibana_version: KIBANA_VERSION, out_dir: folder });
    const host = await startHost({ zip, elasticsearch: { url: server.url }, service: { url: service.url } });
    closing.push(() => host.close());
    const browser = await launchChromium(chromium);
    closing.push(() => browser.close());
    say(`Opening the overview ${ROUNDS} times in new profiles, and ${ROUNDS} times in one …`);
    const cold_view = await repeat(() => measureColdView(browser, host.url));
    const first_view = await measureWarmViews(chromium, profile, host.url);
    say(`Indexing ${TEMPLATES} templates and ${ANOMALIES} anomalies …`);
    await indexAll(server.url, [
      ...syntheticTemplates({ count: TEMPLATES, ...BENCH_RANGE }).map((document) => ({
        index: 'log-ai-templates',
        id: document.id,
        document,
      })),
      ...syntheticAnomalies({ count: ANOMALIES, ...BENCH_RANGE }).map((document) => ({
        index: indexNameOf('anomalies', Date.parse(document.event.start)),
        id: document.event.id,
        document,
      })),
    ]);
    say(`Searching ${ROUNDS} words …`);
    const page = await browser.newPage({ viewport: VIEWPORT });
    const search = await measureSearch(page, host.url);
    await page.close();
    say(`Opening the swimlane ${ROUNDS} times …`);
    const swimlane = await repeat(() => measureSwimlane(browser, host.url));
    return {
      first_view_ms: rounded(median(first_view)),
      first_view_cold_ms: rounded(median(cold_view)),
      script_kb_gzip: rounded(scriptBytes(zip) / 1000),
      search_10k_ms: rounded(median(search)),
      swimlane_1k_ms: rounded(median(swimlane)),
      rounds: {
        first_view_ms: first_view.map(rounded),
        first_view_cold_ms: cold_view.map(rounded),
        search_10k_ms: search.map(rounded),
        swimlane_1k_ms: swimlane.map(rounded),
      },
    };
  } finally {
    for (const close of closing.reverse()) await close();
    for (const used of [folder, dataDir, profile]) rmSync(used, { recursive: true, force: true });
  }
}

/** See {@link benchUi}. */
export const ui: Benchmark = {
  purpose: 'how fast the app is, in a real browser on a real Elasticsearch',
  options: {},
  run: ({ say }) => benchUi(say),
};
