import * as z from 'zod';
import type { Line, LinesResponse } from '../../../common/api.ts';
import type { Reference } from '../../../common/documents/reference.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { ElasticsearchClient } from '../../kibana/contract.ts';
import { translate } from '../../kibana/i18n.ts';
import { LINE_FIELDS, LINE_SOURCE, lineOf, LineHit } from './line_hit.ts';

const Answer = z.union([
  z.object({ error: z.object({ type: z.string(), reason: z.string().nullish() }), status: z.int() }),
  z.object({ hits: z.object({ hits: z.array(LineHit) }) }),
]);

const keyOf = ({ _index, _id }: Reference) => JSON.stringify([_index, _id]);

/**
 * Reads the lines in one round trip, one search for each index: an index that is gone, or that this user may not read,
 * takes only its own lines away.
 *
 * @throws LogAiError `elasticsearch_failed` where a search failed for another reason.
 */
export async function readLines({
  references,
  client,
}: {
  readonly references: readonly Reference[];
  readonly client: ElasticsearchClient;
}): Promise<LinesResponse> {
  const byIndex = new Map<string, string[]>();
  for (const { _index, _id } of references) byIndex.set(_index, [...(byIndex.get(_index) ?? []), _id]);
  const searches = [...byIndex].flatMap(([index, ids]) => [
    { index, ignore_unavailable: true },
    {
      size: ids.length,
      track_total_hits: false,
      query: { ids: { values: ids } },
      fields: LINE_FIELDS,
      _source: LINE_SOURCE,
    },
  ]);
  const { responses } = await client.msearch({ searches });
  const found = new Map<string, Line>();
  for (const response of responses) {
    const answer = Answer.parse(response);
    if ('error' in answer) refuseUnlessHidden(answer);
    else for (const hit of answer.hits.hits) found.set(keyOf(hit), lineOf(hit));
  }
  return {
    lines: references.flatMap((reference) => found.get(keyOf(reference)) ?? []),
    missing: references.filter((reference) => !found.has(keyOf(reference))),
  };
}

/** Not found and not allowed are one answer: that a line exists is nobody's business either. */
function refuseUnlessHidden({ error, status }: { error: { type: string }; status: number }): void {
  if (status === 403 || status === 404) return;
  throw new LogAiError(
    'elasticsearch_failed',
    translate('logAi.server.lines.failed', {
      defaultMessage:
        'Elasticsearch was unable to read the lines ({reason}): try again, or narrow the time range.',
      values: { reason: error.type },
    }),
    { details: { status, type: error.type } },
  );
}
