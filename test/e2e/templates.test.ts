import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const CONNECTION = /Failed to connect to .*: Connection timeout after/;

describe('templates', () => {
  test('are searched while one types, the last word only begun', async () => {
    const page = await stage.open('templates');
    const field = page.getByRole('searchbox', { name: 'Search templates' });
    await field.pressSequentially('connection timeo');
    await page.getByText(CONNECTION).first().waitFor();
    await expect
      .poll(() => page.getByTestId(TEST_IDS.page).getByRole('status').first().innerText())
      .toMatch(/^\d of \d+ templates match/);
    expect(await field.inputValue()).toBe('connection timeo');
    await expect.poll(() => new URL(page.url()).searchParams.get('query')).toBe('connection timeo');
  });

  test('are narrowed by level and service, and found again by the link', async () => {
    const page = await stage.open('templates', { params: { level: 'ERROR', service: 'payment' } });
    const rows = page.getByTestId(TEST_IDS.templates).locator('tbody tr');
    await rows.first().waitFor();
    const texts = await rows.allInnerTexts();
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text).toMatch(/ERROR[^]*payment/);
  });

  test('say what to do where none matches', async () => {
    const page = await stage.open('templates', { params: { query: 'zeppelin' } });
    await page.getByText(/No results found/).waitFor();
    await page.getByRole('button', { name: /Clear/ }).last().click();
    await page.getByText('Request started').first().waitFor();
  });

  test('are found by what they mean, and lead to what else looks like them', async () => {
    const page = await stage.open('templates');
    await page.getByTestId(TEST_IDS.searchBy('meaning')).click();
    await page.getByText('Describe what happened', { exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Search templates' }).fill('the database cannot be reached');
    const found = page.getByTestId(TEST_IDS.similarTemplates).locator('tbody tr');
    await found.first().waitFor();
    const [first, ...others] = await found.allInnerTexts();
    expect(others.length).toBeGreaterThan(10);
    expect(first).toMatch(/0\.\d\d[^]*orders-db/);
    await found.first().getByRole('link').click();
    const flyout = page.getByTestId(TEST_IDS.templateFlyout);
    await flyout.getByRole('heading', { name: 'Similar templates' }).waitFor();
    await flyout.getByTestId(TEST_IDS.similarTemplates).locator('tbody tr').first().waitFor();
  });

  test('are sorted by a click on the column, and paged', async () => {
    const page = await stage.open('templates');
    const rows = page.getByTestId(TEST_IDS.templates).locator('tbody tr');
    await rows.first().waitFor();
    await page.getByRole('button', { name: /First seen/ }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('first_seen');
    await page
      .getByRole('button', { name: /^Page 2 of \d$/ })
      .or(page.getByLabel(/^Page 2 of \d$/))
      .first()
      .click();
    await expect.poll(() => new URL(page.url()).searchParams.get('page')).toBe('2');
  });

  test('open with history, examples as the user may see them, and how values are spread', async () => {
    const page = await stage.open('templates', { params: { query: 'connection timeout retry' } });
    await page.getByText(CONNECTION).first().click();
    const flyout = page.getByTestId(TEST_IDS.templateFlyout);
    await flyout.getByText(/^\d{3} lines in this time range/).waitFor();
    await flyout
      .getByText(/Connection timeout after 30000ms, retry \d\/5/)
      .first()
      .waitFor();
    await flyout.getByText('retry_attempt').first().waitFor();
    await flyout
      .getByText(/of the newest \d{3} lines/)
      .first()
      .waitFor();
  });

  test('have a severity, which a person sets and takes back', async () => {
    let page = await stage.open('templates', { params: { query: 'Page rendered' } });
    await page.getByText('Page rendered').first().click();
    const flyout = page.getByTestId(TEST_IDS.templateFlyout);
    await flyout.getByRole('button', { name: 'Set severity' }).click();
    await page.getByRole('button', { name: 'Warning', exact: true }).click();
    await flyout.getByText('set by a user').waitFor();
    await stage.expectAccessible(page);
    await flyout.getByRole('button', { name: 'Set severity' }).click();
    await page.getByRole('button', { name: 'By level and meaning again' }).click();
    await flyout.getByText('set by a user').waitFor({ state: 'detached' });
    page = await stage.open('status');
    await page
      .getByTestId(TEST_IDS.changes)
      .getByText(/^Set the severity of template_\S+ to Warning/)
      .waitFor();
  });
});
