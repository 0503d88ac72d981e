import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PLUGIN_API_BASE } from '../../common/api.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { serviceMapOfSize } from '../fixtures/service_maps.ts';
import { expectNoSidewaysScroll, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const paramOf = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const mapOf = (page: Page) => page.getByTestId(TEST_IDS.serviceMap);

describe('the service map', () => {
  test('shows who calls whom in the shop; a click on a service filters the failed requests', async () => {
    const page = await stage.open('requests');
    await page.getByTestId(TEST_IDS.requestTab('map')).click();
    const map = mapOf(page);
    await map.getByRole('link', { name: /^gateway / }).waitFor();
    const rows = page.getByTestId(TEST_IDS.serviceCalls).locator('tbody tr');
    // What fails most comes first.
    await expect.poll(() => rows.first().innerText()).toMatch(/\(\d+(\.\d)? %\)/);
    const inventory = map.getByRole('link', { name: /^inventory / });
    await inventory.click();
    await expect.poll(() => paramOf(page, 'service')).toBe('inventory');
    await page.getByRole('button', { name: /^First error in inventory/ }).waitFor();
    const all = await map.getByRole('link').count();
    await page.getByRole('switch', { name: 'Only its neighbors' }).click();
    await expect.poll(() => map.getByRole('link').count()).toBeLessThan(all);
    await inventory.click();
    await expect.poll(() => paramOf(page, 'service')).toBe(null);
  });

  test('is used by keyboard: a service that has the focus tells its numbers, Enter chooses it', async () => {
    const page = await stage.open('requests', { params: { tab: 'map' } });
    const map = mapOf(page);
    const gateway = map.getByRole('link', { name: /^gateway / });
    await gateway.focus();
    await map.getByText('Mean duration').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => paramOf(page, 'service')).toBe('gateway');
    // Its calls can be reached, too.
    await expect.poll(() => map.getByRole('img', { name: /^gateway → / }).count()).toBeGreaterThan(0);
  });

  test.each([
    { count: 8, width: 1400 },
    { count: 40, width: 1400 },
    { count: 40, width: 800 },
  ])('of $count services is readable at $width pixels: none overlaps another', async ({ count, width }) => {
    const page = await stage.open('requests', {
      params: { tab: 'map' },
      width,
      before: (page) =>
        page.route(`**${PLUGIN_API_BASE}/service_map*`, (route) =>
          route.fulfill({ json: serviceMapOfSize(count) }),
        ),
    });
    const services = mapOf(page).getByRole('link');
    await expect.poll(() => services.count()).toBe(count);
    const boxes = await Promise.all((await services.all()).map((service) => service.boundingBox()));
    const overlaps = boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter(
          (b) =>
            a!.x < b!.x + b!.width &&
            b!.x < a!.x + a!.width &&
            a!.y < b!.y + b!.height &&
            b!.y < a!.y + a!.height,
        ),
    );
    expect(overlaps).toEqual([]);
    await expectNoSidewaysScroll(page);
    await stage.expectAccessible(page);
  });
});

describe('what failed requests share', () => {
  test('is told with its numbers, and leads to templates', async () => {
    const page = await stage.open('requests', { params: { tab: 'shared' } });
    const table = page.getByTestId(TEST_IDS.sharedTraits);
    await expect.poll(() => table.locator('tbody tr').first().innerText()).toMatch(/\d of \d/);
    await page.getByText(/failed requests compared with [\d,]+ requests without an error/).waitFor();
    await table
      .getByRole('link', { name: /^[a-z-]+: / })
      .first()
      .click();
    await page.getByTestId(TEST_IDS.templateFlyout).waitFor();
  });

  test('says why where too few failed', async () => {
    const to = '2026-01-15T14:01:00.000Z';
    const page = await stage.open('requests', { params: { tab: 'shared', to } });
    await page.getByText('Too few failed requests to compare').waitFor();
    await stage.expectAccessible(page);
  });
});
