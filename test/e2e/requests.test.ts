import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

describe('requests', () => {
  test('that failed are listed apart from those that came to their end all the same; both are counted', async () => {
    const page = await stage.open('requests');
    await page.getByText('Failed requests').first().waitFor();
    const degraded = page.getByTestId(TEST_IDS.requestOutcome('degraded'));
    expect(await degraded.innerText()).toMatch(/^Degraded: [1-9]/);
    await degraded.click();
    await page.getByText('Degraded requests').first().waitFor();
    expect(new URL(page.url()).searchParams.get('outcome')).toBe('degraded');
    await page.getByTestId(TEST_IDS.failedRequests).getByText('Degraded').first().waitFor();
  });

  test('that failed are grouped by where; a group narrows the list', async () => {
    const page = await stage.open('requests', { params: { outcome: 'degraded' } });
    const groups = page.getByTestId(TEST_IDS.failureGroups);
    const rows = page.getByTestId(TEST_IDS.failedRequests).locator('tbody tr');
    // 19 payments were declined, for two reasons: each is an event and a group of its own.
    await groups.locator('a[title*="insufficient_funds"]').click();
    await expect
      .poll(async () => {
        const told = parseInt(
          await page
            .getByText(/^\d+ requests$/)
            .first()
            .innerText(),
          10,
        );
        return told < 19 && told === (await rows.count());
      })
      .toBe(true);
  });

  test('are counted by what they asked for', async () => {
    const page = await stage.open('requests');
    const rows = page.getByTestId(TEST_IDS.pathGroups).locator('tbody tr');
    await expect.poll(() => rows.allInnerTexts()).toHaveLength(1);
    expect(await rows.first().innerText()).toMatch(/gateway[^]*Received POST[^]*\b57\b[^]*100 %/);
  });

  test('lead to a story, and it back to the list as it was narrowed', async () => {
    const page = await stage.open('requests', {
      params: { outcome: 'degraded', service: 'payment', sort: 'duration' },
    });
    await page.getByTestId(TEST_IDS.failedRequests).getByText(/^req-/).first().click();
    await page.getByTestId(TEST_IDS.waterfall).waitFor();
    await page.getByRole('link', { name: 'Failed requests' }).click();
    await page.getByRole('button', { name: /^First error in payment/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('duration');
  });

  test('are found by id, with blanks around it', async () => {
    const page = await stage.open('requests');
    const id = (
      await page.getByTestId(TEST_IDS.failedRequests).getByText(/^req-/).first().innerText()
    ).trim();
    await page.getByRole('textbox', { name: 'Find a request by ID' }).fill(`  ${id} `);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: id }).waitFor();
  });

  test('tell their story: calls on a time axis, the first error marked, lines across services', async () => {
    const page = await stage.open('requests', { params: { service: 'inventory', sort: 'duration' } });
    await page.getByTestId(TEST_IDS.failedRequests).getByText(/^req-/).first().click();
    await page.getByTestId(TEST_IDS.comparison).waitFor();
    const waterfall = page.getByTestId(TEST_IDS.waterfall);
    await waterfall.getByText('✗ first error').waitFor();
    const first_error = page.getByTestId(TEST_IDS.firstErrorLine);
    await first_error.getByText(/Connection timeout after 30000ms, retry 1\/5/).waitFor();
    await waterfall.getByRole('button', { name: /^gateway/ }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('span')).toBe('0');
    const lines = page.getByTestId(TEST_IDS.requestLines).locator('tbody tr');
    await expect
      .poll(async () => (await lines.allInnerTexts()).every((text) => text.includes('gateway')))
      .toBe(true);
    await page.getByRole('button', { name: 'Show lines of all calls' }).waitFor();
    // The filter hides it: the jump takes the filter away.
    await page.getByRole('button', { name: 'Go to first error' }).click();
    await first_error.waitFor();
  });

  test('are compared with others of their path: the last good step, and the one that is missing', async () => {
    const page = await stage.open('requests', { params: { service: 'inventory', sort: 'duration' } });
    await page.getByTestId(TEST_IDS.failedRequests).getByText(/^req-/).first().click();
    await page.getByText(/^with \d+ requests that began with the same line and succeeded$/).waitFor();
    const comparison = page.getByTestId(TEST_IDS.comparison);
    await comparison.getByText('Last good step').waitFor();
    await comparison.getByText('Missing step').waitFor();
    await comparison.getByText('Came instead').waitFor();
    await comparison
      .getByText(/Connection timeout after/)
      .first()
      .waitFor();
  });

  test('that nobody wrote of are told with where was looked', async () => {
    const page = await stage.open('requests', { params: { request: 'no/such id?' } });
    await page.getByText('No lines found for this request ID').waitFor();
    expect(stage.complaints()).toEqual([expect.stringContaining('404')]);
  });
});
