import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.service.switchOn());

const FREQUENCY = /^inventory: "Failed to connect to [^]*typically/;

describe('while the service is down', () => {
  test('a page that was open says so, keeps what it knew, and goes on by itself', async () => {
    const page = await stage.open('anomalies', { params: { refresh: '1000' } });
    await page.getByTitle(FREQUENCY).waitFor();
    await stage.service.switchOff();
    const problem = page.getByTestId(TEST_IDS.problem);
    await problem.getByText('The Log AI service is not responding').waitFor();
    await problem.getByText(/^Start it with "log-ai serve"/).waitFor();
    expect(await page.getByTitle(FREQUENCY).isVisible()).toBe(true);
    await stage.expectAccessible(page);
    await stage.service.switchOn();
    await problem.waitFor({ state: 'detached' });
  });

  test('a click in the middle of it is told, not lost: nothing is marked, the page goes on', async () => {
    const page = await stage.open('anomalies', { params: { type: 'frequency', score: '75' } });
    await page.getByTitle(FREQUENCY).click();
    const mark = page.getByRole('button', { name: 'Mark as expected' });
    await mark.waitFor();
    await page.waitForLoadState('networkidle');
    await mark.click();
    const save = page.getByRole('button', { name: 'Save' });
    await save.waitFor();
    await stage.service.switchOff();
    await save.click();
    await page
      .getByText(/The Log AI service is not responding/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save', disabled: false }).waitFor();
    await stage.service.switchOn();
    await save.click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await mark.waitFor();
  });

  test('a page that is opened then says what to do, and comes with a click on "Try again"', async () => {
    await stage.service.switchOff();
    const page = await stage.open('overview');
    const problem = page.getByTestId(TEST_IDS.problem);
    await problem.getByText('The Log AI service is not responding').waitFor();
    await stage.service.switchOn();
    await problem.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Upstream inventory failed for order').first().waitFor();
    await problem.waitFor({ state: 'detached' });
  });
});
