import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ExpectationsResponse } from '../../common/api.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

/** What people say in advance, from the flyout of an anomaly and under Status. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const FREQUENCY = /^inventory: "Failed to connect to [^]*typically/;

const rowOf = (page: Page, what: RegExp) =>
  page.getByTestId(TEST_IDS.expectations).getByRole('row', { name: what });

describe('expectations', () => {
  test('of a template in a service hold for an anomaly at once, are listed with their count, and are taken back', async () => {
    let page = await stage.open('anomalies', { params: { type: 'frequency', score: '75' } });
    await page.getByTitle(FREQUENCY).click();
    await page.getByRole('button', { name: 'Mark as expected' }).click();
    await page.getByText('This template in inventory', { exact: true }).click();
    await page.getByRole('combobox', { name: 'How long' }).selectOption('1 week');
    await page.getByRole('textbox', { name: 'Note (optional)' }).fill('Load test of the week');
    await stage.expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Expected in advance|expected this in advance/).waitFor();
    page = await stage.open('status');
    await rowOf(page, /Expected · template_.* · inventory .*Load test of the week .*[1-9]/).waitFor();
    await stage.expectAccessible(page);
    await page
      .getByTestId(TEST_IDS.changes)
      .getByText(/^Expected: template_.* · inventory$/)
      .waitFor();
    await page.getByRole('button', { name: /^Take back: template_/ }).click();
    await page.getByText('No expectations').waitFor();
    await page
      .getByTestId(TEST_IDS.changes)
      .getByText(/^undone /)
      .first()
      .waitFor();
  });

  test('of a value that the lines of an anomaly share are chosen, and listed with it', async () => {
    let page = await stage.open('anomalies', { params: { type: 'frequency', score: '75' } });
    await page.getByTitle(FREQUENCY).click();
    await page.getByRole('button', { name: 'Mark as expected' }).click();
    await page.getByText('This template in inventory with one value', { exact: true }).click();
    const values = page.getByRole('combobox', { name: 'Value' });
    const chosen = await values.locator('option').first().innerText();
    expect(chosen).toMatch(/^\S+ = \S/);
    await stage.expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Expected in advance|expected this in advance/).waitFor();
    page = await stage.open('status');
    await page.getByTestId(TEST_IDS.expectations).getByText(`· ${chosen} · inventory`).waitFor();
    await page.getByRole('button', { name: /^Take back: template_/ }).click();
    await page.getByText('No expectations').waitFor();
  });

  test('maintenance is planned, and its end comes after its start', async () => {
    const page = await stage.open('status');
    await page.getByRole('button', { name: 'Plan maintenance' }).click();
    const dialog = page.getByRole('dialog', { name: 'Plan maintenance' });
    await dialog.getByRole('combobox', { name: 'Services' }).fill('payment');
    await page.keyboard.press('Enter');
    await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('Database moves');
    // The list of services closes.
    await page.locator('[data-popover-panel]').waitFor({ state: 'detached' });
    await stage.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await rowOf(page, /Maintenance · payment .*Database moves/).waitFor();
    await page.getByRole('button', { name: 'Take back: payment' }).click();
    await page.getByText('No expectations').waitFor();
  });

  test('the sensitivity of a service is chosen, and is normal again when that is taken back', async () => {
    const page = await stage.open('status', { width: 800, dark: true });
    await page.getByRole('button', { name: 'Set sensitivity' }).click();
    const dialog = page.getByRole('dialog', { name: 'Set sensitivity' });
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await dialog.getByText('High', { exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Service' }).fill('search');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.locator('[data-popover-panel]').waitFor({ state: 'detached' });
    await stage.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await rowOf(page, /Sensitivity: High · search/).waitFor();
    await page.getByRole('button', { name: 'Take back: search' }).click();
    await page.getByText('No expectations').waitFor();
  });
});

// In a Kibana of somebody else there is one user.
describe.skipIf(inject('world').kibana !== undefined)('who may only read', () => {
  test('sees what is expected, and no buttons', async () => {
    const readers = await openStage({ grants: ['logAi.read'] });
    try {
      const page = await readers.open('status');
      await page.getByText('No expectations').waitFor();
      for (const name of ['Plan maintenance', 'Set sensitivity', /^Take back/])
        expect(await page.getByRole('button', { name }).count()).toBe(0);
      const answer = await fetch(`${readers.url}/api/log_ai/expectations?state=all`);
      const { expectations } = (await answer.json()) as ExpectationsResponse;
      expect(expectations.map(({ kind, note }) => `${kind} ${note ?? ''}`.trim())).toEqual([
        'sensitivity',
        'maintenance Database moves',
        'expected',
        'expected Load test of the week',
      ]);
      expect(readers.complaints()).toEqual([]);
    } finally {
      await readers.close();
    }
  });
});
