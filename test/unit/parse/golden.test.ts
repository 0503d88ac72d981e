import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateShop } from '../../../demo/shop/generate.ts';
import { hasCorpus, readRawLogs } from '../../fixtures/log_corpora.ts';
import { newParser, REFERENCE } from '../../fixtures/new_parser.ts';

/*
 * What the parser makes of logs, word for word: a change of its data structures changes nothing here. Where a change is
 * meant, look at the difference and write the files anew: npx vitest run --project unit test/unit/parse/golden.test.ts -u
 */

describe('golden files', () => {
  test('the templates of ten minutes of the web shop, with their ids', async () => {
    const parser = newParser();
    for (const { message } of generateShop({
      seed: 5,
      start: REFERENCE,
      end: REFERENCE + 600_000,
      requestsPerSecond: 2,
    }))
      parser.learn({ message });
    const templates = parser.templates().map(({ id, version, text }) => `${id} ${version} ${text}`);
    await expect(`${templates.sort().join('\n')}\n`).toMatchFileSnapshot('golden/shop.txt');
  });

  // The corpora are not part of the project: of each only a digest of what every line became.
  test.skipIf(!hasCorpus('loghub_2k'))(
    'every raw line of the corpora (skipped without LOG_AI_DATA)',
    async () => {
      const digests = [...readRawLogs()].map(([system, lines]) => {
        const parser = newParser();
        for (const message of lines) parser.learn({ message });
        const digest = createHash('sha256');
        for (const message of lines) digest.update(JSON.stringify(parser.parse({ message })));
        return `${system} ${parser.templates().length} templates ${digest.digest('hex').slice(0, 16)}`;
      });
      await expect(`${digests.sort().join('\n')}\n`).toMatchFileSnapshot('golden/corpora.txt');
    },
  );
});
