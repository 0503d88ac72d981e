import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { launchChromium } from '../fixtures/launch_chromium.ts';
import type { SwitchProxy } from '../fixtures/switch_proxy.ts';
import { translationsOf } from '../host/i18n/translations_of.ts';
import { openHost } from './places/host_place.ts';
import { openKibana } from './places/kibana_place.ts';
import { SHOP } from './shop_world.ts';

const ROOT = join(import.meta.dirname, '../..');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Findings of axe that keep people from using a page. */
const BLOCKING = new Set(['serious', 'critical']);

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** A browser before the installed plugin. */
export interface Stage {
  /** Where the plugin runs; `/app/logAi` below it is the app. */
  readonly url: string;
  /** The wire between Kibana and the service. */
  readonly service: SwitchProxy;
  /** Opens a view on the shop's hour, in place of the page before; without refreshes unless `params` say otherwise. */
  open(view: string, options?: OpenOptions): Promise<Page>;
  /** What the consoles of all pages complained about so far, but for the place's own noise; and forgets it. */
  complaints(): string[];
  /** Asserts that axe finds nothing that keeps people from using the page. */
  expectAccessible(page: Page): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly width?: number;
  readonly dark?: boolean;
  /** Called before the page goes anywhere. */
  readonly before?: (page: Page) => Promise<unknown>;
}

/** Starts a browser before the plugin, in the host or in a Kibana, on the shop's service or on another. */
export async function openStage({
  grants,
  locale,
  ui_settings,
  ...others
}: {
  readonly elasticsearch?: string;
  readonly service?: string;
  /** What the host lets whoever opens the page do; by default everything. */
  readonly grants?: readonly string[];
  /** The language of the page, `i18n.locale`: a Kibana that runs already keeps its own, but for what its page is given. */
  readonly locale?: string;
  /** Advanced settings that the user of the page has changed. */
  readonly ui_settings?: Readonly<Record<string, unknown>>;
} = {}): Promise<Stage> {
  const world = { ...inject('world'), ...others };
  const { zip, elasticsearch, service, kibana } = world;
  const place = kibana
    ? await openKibana({ kibana, service, ...(ui_settings && { ui_settings }) })
    : await openHost({
        zip,
        elasticsearch,
        service,
        ...(grants && { grants }),
        ...(locale !== undefined && { locale }),
        ...(ui_settings && { ui_settings }),
      });
  const browser: Browser = await launchChromium(world.chromium);
  // One context for all pages: as in a browser that is used, the shared modules are loaded once.
  const context = await browser.newContext({ timezoneId: 'UTC', ...place.browser });
  if (kibana && locale !== undefined) {
    const json = translationsOf(ROOT, locale);
    await context.route('**/translations/**', (route) => route.fulfill({ json }));
  }
  const complaints: string[] = [];
  return {
    url: place.url,
    service: place.service,
    async open(view, { params = {}, width = 1400, dark = false, before } = {}) {
      for (const other of context.pages()) await other.close();
      const page = await context.newPage();
      await page.setViewportSize({ width, height: 1000 });
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      const search = new URLSearchParams({
        from: SHOP.from,
        to: SHOP.to,
        refresh: '0',
        ...params,
        ...(await place.chooseMode({ dark })),
      });
      await before?.(page);
      await page.goto(`${place.url}/app/logAi/${view}?${search.toString()}`);
      return page;
    },
    complaints: () => complaints.splice(0).filter((complaint) => !place.isOwnNoise(complaint)),
    expectAccessible: (page) => expectAccessible(page, place.frame),
    async close() {
      await browser.close();
      await place.close();
    },
  };
}

async function expectAccessible(page: Page, frame: readonly string[]): Promise<void> {
  // Evaluated by the browser's debugger: the page's own policy forbids scripts from text.
  await page.evaluate(AXE);
  // EUI's own subdued text is at 4.49:1 in dark mode, a hundredth below the rule.
  await page.evaluate(
    `axe.configure({ checks: [{ id: 'color-contrast', options: { contrastRatio: { normal: { expected: 4.45 } } } }] })`,
  );
  const { violations } = await page.evaluate<AxeResults>(`axe.run({ exclude: ${JSON.stringify(frame)} })`);
  const blocking = violations.filter(({ impact }) => BLOCKING.has(impact));
  expect(blocking.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

/** Asserts that nothing of the page is cut off at its right. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(widths[0]).toBeLessThanOrEqual(widths[1]);
}
