import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const CHUNK = '**/logAi.chunk.app.js';

/** Opens the app with another script than the one that is installed, or none. */
async function openWith(script: string | undefined): Promise<Page> {
  return stage.open('overview', {
    before: (page) =>
      page.route(CHUNK, (route) =>
        script === undefined
          ? route.abort()
          : route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script }),
      ),
  });
}

describe('an app that cannot be opened', () => {
  test.each([
    {
      name: 'its script does not come',
      script: undefined,
      says: 'Unable to load the app. Check the connection to Kibana.',
      code: 'app_unreachable',
    },
    {
      name: 'its script breaks',
      script: 'throw new Error("of another browser");',
      says: 'The app failed to start. See the browser console for details.',
      code: 'app_failed',
    },
    {
      name: 'it breaks when it is shown',
      script: `let tries = 0;
        window.__logAiChunks__ = { app: { mountApp({ parameters }) {
          tries += 1;
          if (tries === 1) throw new Error('no such setting');
          parameters.element.innerHTML = '<p data-test-subj="${TEST_IDS.page}">opened</p>';
          return () => undefined;
        } } };`,
      says: 'no such setting',
      code: 'app_failed',
    },
  ])('$name: the page says so with the code, and a click tries again', async ({ script, says, code }) => {
    const page = await openWith(script);
    await page.getByRole('heading', { name: 'Unable to open Log AI' }).waitFor();
    await page.getByText(says).waitFor();
    await page.getByText(code, { exact: true }).waitFor();
    await stage.expectAccessible(page);
    expect(stage.complaints().length).toBeGreaterThan(0);
    await page.unroute(CHUNK);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTestId(TEST_IDS.page).waitFor();
  });
});
