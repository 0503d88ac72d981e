import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { type IndexDefinition, INDICES } from '../../../../../common/indices.ts';
import type { Call } from '../client/call.ts';
import { beginAnew, isOurs, readIndexTemplates, unreadableRecords } from './ownership.ts';

/**
 * Makes sure, once, that the index templates are there, and none of an earlier version: without them a write would create
 * an index with a guessed mapping, which only deleting it could mend; with earlier ones it would be refused. A set-up
 * puts a template when the mappings of its indices are there, so that its version speaks for them; those of a newer
 * version have all that is written here.
 *
 * @throws LogAiError `not_set_up`.
 */
export function createSetUpCheck(client: Client, call: Call): () => Promise<void> {
  let isSetUp = false;
  return async () => {
    if (isSetUp) return;
    const present = await readIndexTemplates(client, call);
    const all = Object.values<IndexDefinition>(INDICES);
    const missing = all.filter(({ name }) => !present.has(name)).map(({ name }) => name);
    if (missing.length > 0) {
      throw new LogAiError(
        'not_set_up',
        `Run log-ai setup first: ${missing.join(', ')} is not in this Elasticsearch.`,
        { details: { missing } },
      );
    }
    const metas = new Map([...present].map(([name, { _meta }]) => [name, _meta as unknown]));
    const unreadable = unreadableRecords(metas);
    if (unreadable.length > 0)
      throw new LogAiError('not_set_up', beginAnew(unreadable), { details: { unreadable } });
    const outdated = all
      .filter(({ name, version }) => !isAtLeast(present.get(name)!._meta, version))
      .map(({ name }) => name);
    if (outdated.length > 0) {
      throw new LogAiError(
        'not_set_up',
        `Run log-ai setup: ${outdated.join(', ')} is as an earlier version of Log AI set it up.`,
        { details: { outdated } },
      );
    }
    isSetUp = true;
  };
}

function isAtLeast(meta: unknown, version: number): boolean {
  return isOurs(meta) && meta.version >= version;
}
