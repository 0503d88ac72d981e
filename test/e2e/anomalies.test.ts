import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const FREQUENCY = /^inventory: "Failed to connect to [^]*typically/;

describe('anomalies', () => {
  test('stand on a swimlane by service or type; a cell chosen by keyboard narrows the table', async () => {
    const page = await stage.open('anomalies');
    const cell = page.getByRole('gridcell', { name: /^checkout, .*highest score 100, critical/ }).first();
    await cell.focus();
    await page.keyboard.press('Enter');
    await page.getByText(/^Showing only checkout/).waitFor();
    await expect.poll(() => page.getByTitle(/^checkout: /).count()).toBeGreaterThan(0);
    expect(await page.getByTitle(/^inventory: /).count()).toBe(0);
    await page.getByRole('button', { name: 'Clear selection' }).click();
    await page.getByTitle(FREQUENCY).waitFor();
    await page.getByText('By type', { exact: true }).click();
    await page.getByRole('rowheader', { name: 'New template' }).waitFor();
  });

  test('are filtered by type and score in the link', async () => {
    const page = await stage.open('anomalies', { params: { type: 'frequency', score: '75' } });
    await page.getByTitle(FREQUENCY).waitFor();
    // The spike, and the shares of errors that rose with it in inventory and checkout.
    await page.getByText('3 anomalies', { exact: true }).waitFor();
  });

  test('of a share say it as one, and its chance in words: it is a number of eighty digits', async () => {
    const page = await stage.open('anomalies', { params: { type: 'frequency', service: 'checkout' } });
    await page.getByTitle(/^checkout: [\d.]+ % of its lines are errors/).click();
    const flyout = page.getByRole('dialog');
    await flyout.getByText('a chance below 1 in 10^24', { exact: true }).waitFor();
    await flyout.getByText(/^2\d\.\d %$/).waitFor();
  });

  test('are sorted by a click on the column, the worst first', async () => {
    const page = await stage.open('anomalies');
    const rows = page.getByRole('table', { name: /Anomalies with scores/ }).locator('tbody tr');
    const scores = () =>
      rows.evaluateAll((all) => all.map((row) => parseInt(row.querySelector('td')!.innerText)));
    await page.getByTitle(FREQUENCY).waitFor();
    await page.getByRole('button', { name: 'Score', exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('order')).toBe('desc');
    await expect.poll(async () => (await scores())[0]).toBe(100);
    await page.getByRole('button', { name: 'Score', exact: true }).click();
    await expect.poll(async () => (await scores())[0]).toBeLessThan(100);
  });

  test('open with the reason, typical against actual, samples and the requests that failed', async () => {
    const page = await stage.open('anomalies', { params: { type: 'frequency' } });
    await page.getByTitle(FREQUENCY).click();
    const flyout = page.getByRole('dialog');
    await flyout.getByRole('heading', { name: 'Frequency in inventory' }).waitFor();
    await flyout.getByText(/^3\d\.\d\/min, highest mean of 10 min/).waitFor();
    await flyout
      .getByText(/Connection timeout after 30000ms/)
      .first()
      .waitFor();
    await flyout.getByText(/\d\d requests failed here first/).waitFor();
  });

  test('are marked as expected, which survives a reload, and that is taken back', async () => {
    const page = await stage.open('anomalies', { params: { type: 'frequency', score: '75' } });
    await page.getByTitle(FREQUENCY).click();
    await page.getByRole('button', { name: 'Mark as expected' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Mark as expected' }).waitFor();
  });

  test('that are gone say so', async () => {
    const page = await stage.open('anomalies', { params: { anomaly: 'frequency_0' } });
    await page.getByText(/Anomaly not found/).waitFor();
    // The browser itself tells of the 404.
    expect(stage.complaints()).toEqual([expect.stringContaining('404')]);
  });
});
