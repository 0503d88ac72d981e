import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../common/errors.ts';
import { INDICES } from '../../../../common/indices.ts';
import type { Call } from './call.ts';
import { readIndexTemplates } from './installed.ts';

/**
 * Makes sure, once, that the index templates are there: without them a write would create an index with a guessed
 * mapping, which only deleting it could mend.
 *
 * @throws LogAiError `not_set_up`.
 */
export function createSetUpCheck(client: Client, call: Call): () => Promise<void> {
  let isSetUp = false;
  return async () => {
    if (isSetUp) return;
    const missing = await missingTemplates(client, call);
    if (missing.length > 0) {
      throw new LogAiError(
        'not_set_up',
        `Run log-ai setup first: ${missing.join(', ')} is not in this Elasticsearch.`,
        {
          details: { missing },
        },
      );
    }
    isSetUp = true;
  };
}

async function missingTemplates(client: Client, call: Call): Promise<string[]> {
  const present = await readIndexTemplates(client, call);
  return Object.values(INDICES)
    .map(({ name }) => name)
    .filter((name) => !present.has(name));
}
