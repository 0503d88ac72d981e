import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
    await page.getByText(/\d+ of 30 minutes of history/).waitFor();
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
});
