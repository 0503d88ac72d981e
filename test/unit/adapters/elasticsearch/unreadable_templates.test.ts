import type { Client } from '@elastic/elasticsearch';
import { expect, test } from 'vitest';
import { setAsideUnreadable } from '../../../../ml-service/src/adapters/elasticsearch/templates/unreadable_templates.ts';

const templateOf = (id: string) => ({
  id,
  source: { id },
  seq_no: 1,
  primary_term: 1,
  because: 'it has no columns',
});

/** A cluster that refuses, once, the letter of a document; and notes what it is asked to delete. */
function clusterRefusing(id: string) {
  const deleted: unknown[] = [];
  const answer = (operation: string) => {
    const [header, body] = operation.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    if (header!['delete']) deleted.push((header!['delete'] as { _id: string })._id);
    const isRefused = body?.['document_id'] === id;
    return {
      status: isRefused ? 400 : 201,
      ...(isRefused && { error: { type: 'mapper_parsing_exception' } }),
    };
  };
  const bulk = ({ operations }: { operations: string[] }) => {
    const items = operations.map((operation) => ({ index: answer(operation) }));
    return Promise.resolve({ errors: true, items });
  };
  return { client: { bulk } as unknown as Client, deleted };
}

test('a document leaves its index only when the dead letters have it whole', async () => {
  const { client, deleted } = clusterRefusing('odd');
  const templates = [templateOf('broken'), templateOf('odd'), templateOf('empty')];
  const { code, message } = await setAsideUnreadable({ client, runtime: {}, templates });
  expect(deleted).toEqual(['broken', 'empty']);
  expect([code, message]).toEqual([
    'state_corrupt',
    '3 templates of log-ai-templates cannot be read: broken, odd, empty. it has no columns. 2 of them were moved to log-ai-dead-letters; it does not take the others (run log-ai setup), which stay where they are and are passed over.',
  ]);
});
