import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { AnomaliesResponse } from '../../common/api.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { SHOP } from './shop_world.ts';
import { openStage, type Stage } from './stage.ts';

/** What the app offers, by what Kibana lets its user do, and what it tells of those who did it. */

// In a Kibana of somebody else there is one user; two at once would share the wire to the service, too.
describe.skipIf(inject('world').kibana !== undefined)('rights', () => {
  let editors: Stage;
  let readers: Stage;
  let anomaly: string;
  beforeAll(async () => {
    [editors, readers] = await Promise.all([openStage(), openStage({ grants: ['logAi.read'] })]);
    const range = new URLSearchParams({ from: SHOP.from, to: SHOP.to, size: '1' });
    const answer = await fetch(`${editors.url}/api/log_ai/anomalies?${range.toString()}`);
    anomaly = ((await answer.json()) as AnomaliesResponse).anomalies[0]!.event.id;
  });
  afterAll(() => Promise.all([editors.close(), readers.close()]));
  afterEach(() => expect([...editors.complaints(), ...readers.complaints()]).toEqual([]));

  describe('who may only read', () => {
    test('is offered nothing that changes an anomaly, and everything else', async () => {
      const page = await readers.open('anomalies', { params: { anomaly } });
      const flyout = page.getByRole('dialog');
      await flyout.getByText('Typical', { exact: true }).waitFor();
      expect(await flyout.getByRole('button', { name: 'Mark as expected' }).count()).toBe(0);
    });
  });

  describe('who may edit', () => {
    test('marks an anomaly as expected, finds it under Status, and takes it back there', async () => {
      let page = await editors.open('anomalies', { params: { anomaly } });
      await page.getByRole('button', { name: 'Mark as expected' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
      page = await readers.open('status');
      await page.getByTestId(TEST_IDS.changes).waitFor();
      expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
      page = await editors.open('status');
      await page
        .getByTestId(TEST_IDS.changes)
        .getByText(/^Expected: inventory/)
        .waitFor();
      await editors.expectAccessible(page);
      const undo = page.getByRole('button', { name: /^Undo: Expected: inventory/ });
      await undo.click();
      await undo.waitFor({ state: 'detached' });
      const left = page.getByTestId(TEST_IDS.changes).getByText(/^Expected: inventory/);
      await left.waitFor({ state: 'detached' });
    });
  });
});
