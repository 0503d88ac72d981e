import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

/** The dashboards that come with Log AI, on Status. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const openPanel = async () => {
  const page = await stage.open('status');
  return { page, panel: page.getByTestId(TEST_IDS.dashboards) };
};

describe('who may manage', () => {
  // An earlier run may have left them in a Kibana of somebody else.
  beforeAll(async () => {
    const page = await stage.open('status');
    await page.evaluate(
      `fetch(location.pathname.replace(/\\/app\\/.*/, '') + '/api/log_ai/saved_objects?overwrite=true', { method: 'DELETE', headers: { 'kbn-xsrf': 'test' } })`,
    );
  });

  test('installs dashboards, opens one, and removes them', async () => {
    const { page, panel } = await openPanel();
    await panel.getByText('Not installed', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Install dashboards' }).click();
    await panel.getByText('Installed', { exact: true }).waitFor();
    await page.getByText('Dashboards installed').waitFor();
    expect(await panel.getByRole('link').allInnerTexts()).toEqual([
      'Log AI – overview',
      'Log AI – templates',
      'Log AI – anomalies',
      'Log AI – requests',
      'Log AI – the service itself',
    ]);
    const href = await panel.getByRole('link', { name: 'Log AI – overview' }).getAttribute('href');
    expect(href).toMatch(/\/app\/dashboards#\/view\/log-ai-overview$/);
    await stage.expectAccessible(page);

    await panel.getByRole('button', { name: 'Remove' }).click();
    await page.getByTestId('confirmModalConfirmButton').click();
    await panel.getByText('Not installed', { exact: true }).waitFor();
  });
});

// In a Kibana of somebody else there is one user.
describe.skipIf(inject('world').kibana !== undefined)('who may only read', () => {
  test('is not offered them', async () => {
    const readers = await openStage({ grants: ['logAi.read'] });
    try {
      const page = await readers.open('status');
      await page.getByRole('heading', { name: 'Changes' }).waitFor();
      expect(await page.getByTestId(TEST_IDS.dashboards).count()).toBe(0);
    } finally {
      await readers.close();
    }
  });
});
