import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';

type Matcher = NonNullable<StatusResponse['matcher']> & Pick<StatusResponse, 'generation'>;

/**
 * Which matcher labels lines, and what is out of the ordinary with it.
 *
 * @example
 * matcherText({ generation: 7 }) // 'generation 7'
 */
export function matcherText({ generation, held, evicted }: Matcher): string {
  if (generation === undefined)
    return translate('logAi.status.matcher.none', { defaultMessage: 'not published yet' });
  const facts = [
    held
      ? translate('logAi.status.matcher.held', {
          defaultMessage:
            'generation {generation} (rolled back); run "log-ai matcher resume" to publish newer templates',
          values: { generation: held.runs },
        })
      : translate('logAi.status.matcher.generation', {
          defaultMessage: 'generation {generation}',
          values: { generation },
        }),
    ...(evicted === undefined
      ? []
      : [
          translate('logAi.status.matcher.evicted', {
            defaultMessage:
              '{count, plural, one {# template was} other {# templates were}} removed because parse.max_templates was exceeded; check for lines with values in place of words',
            values: { count: evicted },
          }),
        ]),
  ];
  return facts.join('; ');
}

/**
 * What is left alone, and why.
 *
 * @example
 * parkedText({ index: 'logs-a', reason: 'cluster_block_exception', documents: 2 })
 * // '2 documents of logs-a: Elasticsearch refuses their labels (cluster_block_exception)'
 */
export function parkedText({
  index,
  reason,
  documents,
}: Pick<NonNullable<StatusResponse['parked']>[number], 'index' | 'reason' | 'documents'>): string {
  return translate('logAi.status.matcher.parked', {
    defaultMessage:
      '{count, plural, one {# document} other {# documents}} in {index}: Elasticsearch rejected the labels ({reason})',
    values: { count: documents, index, reason },
  });
}
