import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { SHOP } from './shop_world.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

describe('the status', () => {
  test('tells coverage, lag, tasks, detectors and jobs', { timeout: 240_000 }, async () => {
    // Asked once, a task may be caught while it runs.
    const page = await stage.open('status', { params: { refresh: '1000' } });
    const rowOf = (table: RegExp, row: RegExp) =>
      page.getByRole('table', { name: table }).getByRole('row', { name: row }).first();
    // The minute of now is counted when it is over.
    await rowOf(/Documents in the last hour by result/, /With a template/).waitFor({ timeout: 180_000 });
    await rowOf(/Progress of each task/, /Lines counted .* (s|min)$/).waitFor();
    await rowOf(/Tasks of the service/, /^count Healthy/).waitFor();
    await rowOf(/^Jobs/, /backfill Completed Jan 15, (2026, )?14:00:00 – 15:00:00 100 %/).waitFor();
    await page
      .getByText(/\d+ of 30 minutes of history/)
      .first()
      .waitFor();
  });

  test('starts a backfill of the time that the page shows, has it rest, and ends it', async () => {
    const from = '2026-01-15T14:10:00.000Z';
    const to = '2026-01-15T14:20:00.000Z';
    const page = await stage.open('status', { params: { from, to, refresh: '1000' } });
    await page.getByRole('button', { name: 'Start backfill' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/[\d,]+ documents, 0 without a template\. Estimated duration/).waitFor();
    // Slow enough to be seen while it works.
    await dialog.getByRole('spinbutton').fill('1');
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    const row = page.getByRole('table', { name: /^Jobs/ }).getByRole('row', { name: /14:10:00 – 14:20:00/ });
    await row.getByText('running').waitFor();
    await row.getByRole('button', { name: /^Pause/ }).click();
    await row.getByText('paused').waitFor();
    await row.getByRole('button', { name: /^Resume/ }).click();
    await row.getByText('running').waitFor();
    await row.getByRole('button', { name: /^Cancel/ }).click();
    await row.getByText('Canceled').waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
  });

  test('tries a sensitivity in a back-test, and shows what would have been found', async () => {
    const { from, to } = SHOP;
    let page = await stage.open('status', { params: { from, to, refresh: '1000' } });
    await page.getByRole('button', { name: 'Start back-test' }).click();
    const dialog = page.getByRole('dialog', { name: 'Back-test a past time range' });
    await dialog.getByText(/^[\d,]+ documents\. Estimated duration/).waitFor();
    await dialog.getByText('High', { exact: true }).click();
    await stage.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    const row = page.getByRole('table', { name: /^Jobs/ }).getByRole('row', { name: /^back-test/ });
    await row.getByText('Completed').waitFor();
    await row.getByRole('link', { name: 'Show what was found' }).click();
    const found = page.getByTestId(TEST_IDS.backtestFlyout);
    await found.getByText('High', { exact: true }).waitFor();
    await found.getByRole('heading', { name: 'Incidents: 1' }).waitFor();
    await found
      .getByRole('table', { name: /The most severe incidents/ })
      .getByRole('row', { name: /inventory: .*anomalies in .*failed requests/ })
      .waitFor();
    await found
      .getByRole('table', { name: /The most severe anomalies/ })
      .getByText(/^inventory: never seen before: ERROR "Failed to connect to /)
      .first()
      .waitFor();
    await stage.expectAccessible(page);
    // What is open is in the address.
    page = await stage.open('status', {
      params: { job: new URL(page.url()).searchParams.get('job')! },
      width: 800,
      dark: true,
    });
    await page
      .getByTestId(TEST_IDS.backtestFlyout)
      .getByText(/^inventory: never seen before: ERROR "Failed/)
      .first()
      .waitFor();
    await stage.expectAccessible(page);
  });

  test('has a back-test rest, go on and end', async () => {
    const { from, to } = SHOP;
    const page = await stage.open('status', { params: { from, to, refresh: '1000' } });
    await page.getByRole('button', { name: 'Start back-test' }).click();
    const dialog = page.getByRole('dialog', { name: 'Back-test a past time range' });
    // Slow enough to be seen while it works.
    await dialog.getByRole('spinbutton').fill('1');
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    const row = page
      .getByRole('table', { name: /^Jobs/ })
      .getByRole('row', { name: /^back-test/ })
      .first();
    await row.getByText(/detect|starting/).waitFor();
    await row.getByRole('button', { name: /^Pause/ }).click();
    await row.getByText('Paused').waitFor();
    await row.getByRole('button', { name: /^Resume/ }).click();
    await row.getByText(/detect|starting/).waitFor();
    await row.getByRole('button', { name: /^Cancel/ }).click();
    await row.getByText('Canceled').waitFor();
  });
});

// In a Kibana of somebody else there is one user.
describe.skipIf(inject('world').kibana !== undefined)('who may only read', () => {
  test('sees jobs and what a back-test found, and starts none', async () => {
    const readers = await openStage({ grants: ['logAi.read'] });
    try {
      const page = await readers.open('status');
      const row = page
        .getByRole('table', { name: /^Jobs/ })
        .getByRole('row', { name: /^back-test.*Completed/ });
      await row.getByRole('link', { name: 'Show what was found' }).click();
      await page.getByTestId(TEST_IDS.backtestFlyout).getByText('Minutes analyzed').waitFor();
      expect(await page.getByRole('button', { name: /^(Start|Pause|Resume|Cancel)/ }).count()).toBe(0);
      expect(readers.complaints()).toEqual([]);
    } finally {
      await readers.close();
    }
  });
});
