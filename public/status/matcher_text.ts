import type { StatusResponse } from '../../common/api.ts';
import { countOf } from '../../common/format_quantity.ts';

type Matcher = NonNullable<StatusResponse['matcher']> & Pick<StatusResponse, 'generation'>;

/**
 * Which matcher labels lines, and what is out of the ordinary with it.
 *
 * @example
 * matcherText({ generation: 7 }) // 'generation 7'
 */
export function matcherText({ generation, held, evicted }: Matcher): string {
  if (generation === undefined) return 'not published yet';
  const facts = [
    held
      ? `generation ${held.runs}, rolled back to: "log-ai matcher resume" publishes what was learned since`
      : `generation ${generation}`,
    ...(evicted === undefined
      ? []
      : [
          `${countOf(evicted, 'template')} left because there are more than parse.max_templates: lines that need so many have values where words belong`,
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
  return `${countOf(documents, 'document')} of ${index}: Elasticsearch refuses their labels (${reason})`;
}
