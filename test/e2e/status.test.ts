import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

describe('the status', () => {
  test('tells coverage, lag, tasks, detectors and jobs', async () => {
    // Asked once, a task may be caught while it runs.
    const page = await stage.open('status', { params: { refresh: '1000' } });
    const rowOf = (table: RegExp, row: RegExp) =>
      page.getByRole('table', { name: table }).getByRole('row', { name: row }).first();
    await rowOf(/What became of the documents/, /Have a template/).waitFor();
    await rowOf(/How far each task/, /Lines counted .* (s|min)$/).waitFor();
    await rowOf(/Tasks of the service/, /^count well/).waitFor();
    await rowOf(
      /^Jobs/,
      /backfill done Jan 15, (2026, )?14:00:00 to Jan 15, (2026, )?15:00:00 100 %/,
    ).waitFor();
    await page.getByText(/knows \d+ of the 30 minutes of history/).waitFor();
  });
});
