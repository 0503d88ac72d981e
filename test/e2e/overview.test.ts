import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { expectNoSidewaysScroll, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const figure = (page: Page, name: string) => page.getByTestId(TEST_IDS.figure(name));

describe('the overview', () => {
  test('shows the incident: what is wrong, where requests failed first, and what was never said before', async () => {
    const page = await stage.open('overview');
    await page.getByText('Upstream inventory failed for order').first().waitFor();
    await expect.poll(() => figure(page, 'requests').innerText()).toMatch(/57\s+first error in 1 service/);
    await expect.poll(() => figure(page, 'errors').innerText()).toMatch(/11\/min\s+0\.8 % of 82\.\dK lines/);
    await expect.poll(() => figure(page, 'anomalies').innerText()).toMatch(/active, \d+ critical/);
    await expect.poll(() => figure(page, 'coverage').innerText()).toMatch(/100 %/);
    const failures = page.getByRole('table', { name: /First errors of requests/ });
    await expect.poll(() => failures.getByRole('row').nth(1).innerText()).toMatch(/57[^]*inventory/);
  });

  test('has what goes on first, then the most severe, and one row for a template', async () => {
    const page = await stage.open('overview');
    const rows = page.getByRole('table', { name: /Top anomalies/ }).locator('tbody tr');
    await rows.first().waitFor();
    const cells = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())),
    );
    const scores = cells.map(([score]) => Number(score));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const texts = cells.map(([, , what]) => what!.split('\n')[0]);
    expect(new Set(texts).size).toBe(texts.length);
    // It is new, and it comes far too often.
    const timeouts = cells.filter(([, , what]) => what!.includes('Connection timeout after'));
    expect(timeouts.map(([, , , type]) => type)).toEqual([
      expect.stringMatching(/New template[^]*Frequency/),
    ]);
  });

  test('leads from a reason to the anomaly and, by Escape, back', async () => {
    const page = await stage.open('overview');
    await page.getByRole('link', { name: /Upstream inventory failed for order/ }).click();
    await page.getByRole('heading', { name: 'New template in checkout' }).waitFor();
    expect(page.url()).toContain('anomaly=');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'New template in checkout' }).waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('anomaly=');
  });

  test('leads from a figure to its view, with the chosen time; the way back is that of the browser', async () => {
    const page = await stage.open('overview');
    await page.getByRole('link', { name: 'Failed requests', exact: true }).click();
    await page.getByRole('heading', { name: 'First errors' }).waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('2026-01-15T14:00:00.000Z');
    await page.goBack();
    await page.getByRole('heading', { name: 'Top anomalies' }).waitFor();
  });

  test('can be used by keyboard alone: tabs and reasons are links', async () => {
    const page = await stage.open('overview');
    await page.getByText('Upstream inventory failed for order').first().waitFor();
    await page.getByRole('tab', { name: 'Status' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Documents with a template').waitFor();
    expect(page.url().startsWith(`${stage.url}/app/logAi/status`)).toBe(true);
  });

  test('has all of its tabs in sight on a phone', async () => {
    const page = await stage.open('overview', { width: 500 });
    await page.getByText('Upstream inventory failed for order').first().waitFor();
    await expectNoSidewaysScroll(page);
    const tabs = (await page.getByRole('tablist').boundingBox())!;
    const last = (await page.getByRole('tab', { name: 'Status' }).boundingBox())!;
    expect(last.x + last.width).toBeLessThanOrEqual(tabs.x + tabs.width);
  });

  test('zooms in where one drags over the chart', async () => {
    const page = await stage.open('overview');
    const chart = page.locator('.echChart').first();
    await chart.locator('canvas').first().waitFor();
    await chart.scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
    const box = (await chart.boundingBox())!;
    const y = box.y + box.height * 0.7;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, y, { steps: 8 });
    await page.mouse.up();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('from'))
      .not.toBe('2026-01-15T14:00:00.000Z');
  });
});
