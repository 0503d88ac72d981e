import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RIGHTS } from '../../ml-service/src/adapters/elasticsearch/setup/rights.ts';
import { tearDown } from '../../ml-service/src/adapters/elasticsearch/setup/teardown.ts';
import { composeLogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { connectAsAdmin, eachMissing, environmentWith, makeKey } from './keys.ts';

/** Log AI with the credentials that docs/operations.md asks for, and with others. */

const admin = connectAsAdmin();
const LOGS = ['logs-*'];

beforeAll(() => tearDown(admin, { delete_data: true }));
afterAll(async () => {
  await tearDown(admin, { delete_data: true });
  await admin.close();
});

async function withKey<T>(
  key: string,
  use: (logAi: ReturnType<typeof composeLogAi>) => Promise<T>,
): Promise<T> {
  const logAi = composeLogAi(loadConfig({ env: environmentWith(key) }));
  try {
    return await use(logAi);
  } finally {
    await logAi.close();
  }
}

describe('credentials that Elasticsearch does not take', () => {
  test('a wrong key is called so, by the command and by the service', async () => {
    const wrong = Buffer.from('nobody:nothing').toString('base64');
    const { code, stderr } = await runCli(['setup'], { env: environmentWith(wrong) });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/refuses the credentials .*check elasticsearch\.api_key/);
    await withKey(wrong, async (logAi) => {
      await expect(logAi.probeSetUp()).rejects.toMatchObject({ code: 'elasticsearch_unauthorized' });
    });
  });

  test('an expired key is refused like a wrong one', async () => {
    const key = await makeKey(admin, RIGHTS.serve(LOGS), { expiration: '1s' });
    await sleep(1500);
    await withKey(key, async (logAi) => {
      await expect(logAi.checkRights()).rejects.toMatchObject({ code: 'elasticsearch_unauthorized' });
    });
  });

  test('a certificate of nobody known is not trusted', async () => {
    const { LOG_AI_ELASTICSEARCH__CA_FILE: _ca, ...env } = environmentWith('x');
    const { code, stderr } = await runCli(['setup'], { env });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/certificate/i);
  });
});

describe('a key without one of the rights', () => {
  test.each(eachMissing(RIGHTS.setup(LOGS)))(
    'setup without $without on $on says so, and changes nothing',
    async ({ without, on, rights }) => {
      const key = await makeKey(admin, rights);
      await withKey(key, async (logAi) => {
        const refused = logAi.setUp();
        await expect(refused).rejects.toMatchObject({ code: 'elasticsearch_forbidden' });
        await expect(refused).rejects.toThrow(`lack ${without} on ${on}:`);
      });
      expect(await admin.indices.existsIndexTemplate({ name: 'log-ai-state' })).toBe(false);
    },
  );

  test.each(eachMissing(RIGHTS.serve(LOGS)))(
    'the service without $without on $on says so',
    async ({ without, on, rights }) => {
      const key = await makeKey(admin, rights);
      await withKey(key, async (logAi) => {
        const refused = logAi.checkRights();
        await expect(refused).rejects.toMatchObject({ code: 'elasticsearch_forbidden' });
        await expect(refused).rejects.toThrow(`lack ${without} on ${on}:`);
      });
    },
  );
});
