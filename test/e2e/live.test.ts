import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { PLUGIN_API_BASE } from '../../common/api/address.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const NOW = { from: 'now-15m', to: 'now', refresh: '1000' };

async function ship(message: string): Promise<void> {
  const { elasticsearch } = inject('world');
  const answer = await fetch(`${elasticsearch}/logs-live-default/_doc?op_type=create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      '@timestamp': new Date().toISOString(),
      message,
      log: { level: 'ERROR' },
      service: { name: 'aviary' },
    }),
  });
  expect(answer.status).toBe(201);
}

describe('the page', () => {
  test('shows what was just logged, without a reload', async () => {
    const page = await stage.open('templates', { params: { ...NOW, query: 'ostrich' } });
    await page.getByText(/No results found/).waitFor();
    await page.evaluate('window.stayed = true');
    await ship('The ostrich in pen 7 has left for good');
    await page.getByText(/The ostrich in pen/).waitFor({ timeout: 45_000 });
    expect(await page.evaluate('window.stayed')).toBe(true);
  });

  test('asks nothing while it is paused', async () => {
    const page = await stage.open('overview', { params: { ...NOW, refresh: '0' } });
    await page.getByText('New templates').first().waitFor();
    let asked = 0;
    // Kibana itself asks for news and sessions.
    page.on('request', (request) => (asked += Number(request.url().includes(PLUGIN_API_BASE))));
    // On a slow machine the first answers take their time. A page that refreshes each second never comes to rest.
    let before = -1;
    const isAtRest = () => before === (before = asked);
    await expect.poll(isAtRest, { interval: 2000, timeout: 30_000 }).toBe(true);
    await page.getByRole('button', { name: /Refresh/ }).click();
    await expect.poll(() => asked).toBeGreaterThan(before);
  });
});
