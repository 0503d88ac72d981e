import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

describe('incidents', () => {
  test('lead the overview: the outage of the database is one, and it began in inventory', async () => {
    const page = await stage.open('overview');
    const rows = page.getByTestId(TEST_IDS.incidents).locator('tbody tr');
    const outage = rows.filter({ hasText: 'Failed to connect to' });
    await outage.first().waitFor();
    expect(await outage.count()).toBe(1);
    expect(await outage.innerText()).toMatch(/inventory: Failed to connect/);
    await outage.getByRole('link').click();
    await page.getByRole('heading', { name: 'Incident in inventory' }).waitFor();
    expect(page.url()).toContain('/app/logAi/incidents?');
  });

  test('show when which service was abnormal, what is known, and which requests failed', async () => {
    const page = await stage.open('incidents');
    await page
      .getByTestId(TEST_IDS.incidents)
      .getByRole('link', { name: /^inventory: Failed to connect/ })
      .click();
    const lanes = page.getByTestId(TEST_IDS.incidentTimeline).locator('li');
    await expect.poll(() => lanes.first().innerText()).toBe('inventory');
    expect((await lanes.allInnerTexts()).sort()).toEqual(
      expect.arrayContaining(['checkout', 'gateway', 'inventory', 'web-frontend']),
    );
    const causes = page.getByTestId(TEST_IDS.incidentCauses);
    await causes.getByRole('heading', { name: '1. inventory' }).waitFor();
    await causes
      .getByText(/^inventory "[^]*" came /)
      .first()
      .waitFor();
    await stage.expectAccessible(page);
    // A mark leads to its anomaly, and Escape back.
    await lanes.first().getByRole('link').first().click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByTestId(TEST_IDS.failedRequests).getByText(/^req-/).first().click();
    await page.getByText('First error in inventory').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Incident in inventory' }).waitFor();
    await page.getByRole('link', { name: 'Incidents', exact: true }).first().click();
    await page.getByTestId(TEST_IDS.incidents).waitFor();
  });

  test('are acknowledged, and that is taken back; what somebody writes stays', async () => {
    const page = await stage.open('incidents');
    await page
      .getByTestId(TEST_IDS.incidents)
      .getByRole('link', { name: /^inventory: Failed to connect/ })
      .click();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await page.getByText('Acknowledged', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Add a note' }).fill('The pool was too small.\nDoubled it.');
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.getByText('The pool was too small.').waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Add a note' }).inputValue()).toBe('');
    await stage.expectAccessible(page);
    await page.getByRole('button', { name: 'Undo acknowledgement' }).click();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).waitFor();
  });

  test('are filtered by status; where none is left, a click shows all again', async () => {
    const page = await stage.open('incidents', { params: { status: 'expected' } });
    await page.getByText('No incidents match the filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await page.getByTestId(TEST_IDS.incidents).waitFor();
    expect(new URL(page.url()).searchParams.has('status')).toBe(false);
  });

  test('that are not there are said to be so', async () => {
    const page = await stage.open('incidents', { params: { incident: 'incident_of_nobody' } });
    await page.getByText('Incident not found').waitFor();
    stage.complaints();
  });
});
