import type { Client } from '@elastic/elasticsearch';
import { describe, expect, test } from 'vitest';
import { createCall } from '../../../../ml-service/src/adapters/elasticsearch/client/call.ts';
import { relabelEdited } from '../../../../ml-service/src/adapters/elasticsearch/logs/relabel.ts';

/** A cluster whose labelling tasks end like this, one after the other. */
function clusterOf(ends: readonly object[]): { client: Client; asked: () => number } {
  let asked = 0;
  const client = {
    updateByQuery: () => Promise.resolve({ task: `node:${(asked += 1)}` }),
    tasks: {
      get: () => Promise.resolve({ completed: true, task: { status: { updated: 7 } }, ...ends[asked - 1] }),
    },
  } as unknown as Client;
  return { client, asked: () => asked };
}

const DONE = { response: { updated: 7, failures: [] } };
const relabel = (client: Client) =>
  relabelEdited({ client, call: createCall(), indices: ['logs-*'], query: { match_all: {} } });

describe('documents that are labelled anew', () => {
  // An index that was just created, by a rollover for instance, has no shard to search for a moment.
  test.each([
    { response: { updated: 0, failures: [{ index: 'new', shard: 0, status: 503, reason: { type: 'x' } }] } },
    { response: { updated: 0, failures: [{ reason: { type: 'no_shard_available_action_exception' } }] } },
    { error: { type: 'search_phase_execution_exception', reason: 'all shards failed' } },
    { response: { updated: 3, failures: [{ index: 'a', id: '1', status: 429, cause: { type: 'y' } }] } },
  ])('are sent again where what kept them passes by itself: %j', async (passing) => {
    const { client, asked } = clusterOf([passing, DONE]);
    expect(await relabel(client)).toBe(7);
    expect(asked()).toBe(2);
  });

  test('are not where Elasticsearch refuses one: the error names it', async () => {
    const failures = [{ index: 'a', id: '1', status: 400, cause: { type: 'strict', reason: 'not mapped' } }];
    const { client, asked } = clusterOf([{ response: { updated: 3, failures } }]);
    await expect(relabel(client)).rejects.toMatchObject({
      code: 'elasticsearch_failed',
      message: 'Labelling stopped at a/1 after 3 documents: not mapped',
    });
    expect(asked()).toBe(1);
  });
});
