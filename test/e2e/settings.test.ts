import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

/** What users set in Kibana's advanced settings holds in the app. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    ui_settings: {
      'format:number:defaultLocale': 'de',
      dateFormat: 'DD.MM.YYYY HH:mm:ss',
      'dateFormat:tz': 'Asia/Tokyo',
    },
  });
});
afterAll(() => stage.close());

test('numbers, dates and the time zone are written as the user chose, in an English page', async () => {
  const page = await stage.open('anomalies', { params: { type: 'frequency' } });
  await page
    .getByRole('cell', { name: /\d,\d(\/min| %)/ })
    .first()
    .waitFor();
  const rows = await page.getByRole('table').last().getByRole('row').allInnerTexts();
  // The database stops answering at 14:45 UTC, the next day in Tokyo has not begun.
  expect(rows.filter((text) => /23:4\d/.test(text)).length).toBeGreaterThan(0);
  expect(rows.filter((text) => /\d\.\d+(\/min| %)|UTC/.test(text))).toEqual([]);
  expect(stage.complaints()).toEqual([]);
});
