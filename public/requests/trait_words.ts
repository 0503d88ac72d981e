import type { LogQuery } from '../../common/discover/log_queries.ts';
import { traitQuery } from '../../common/discover/log_queries.ts';
import type { SharedTraitsResponse } from '../../common/api.ts';
import type { TraitSummary } from '../../common/shared_traits.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatShare } from '../quantities/format_quantity.ts';

const KINDS: Readonly<Record<string, () => string>> = {
  service: () => translate('logAi.requests.shared.service', { defaultMessage: 'Service' }),
  template: () => translate('logAi.requests.shared.template', { defaultMessage: 'Template' }),
  value: () => translate('logAi.requests.shared.value', { defaultMessage: 'Value' }),
  host: () => translate('logAi.requests.shared.host', { defaultMessage: 'Host' }),
  version: () => translate('logAi.requests.shared.version', { defaultMessage: 'Version' }),
} satisfies Record<TraitSummary['kind'], () => string>;

/** What kind of thing requests share; a newer service may know more. */
export const traitKindText = (kind: string): string => KINDS[kind]?.() ?? kind;

/** Lines in Discover with what requests share. */
export function linesWith(trait: TraitSummary, range: LogQuery['range']): LogQuery | undefined {
  const query = traitQuery(trait);
  return query === undefined ? undefined : { query, range };
}

/** What was compared with what. */
export function comparedText({ failed, failed_total, others, share }: SharedTraitsResponse): string {
  const told =
    failed < failed_total
      ? translate('logAi.requests.shared.comparedNewest', {
          defaultMessage:
            'the newest {failed} of {total} failed requests compared with {others} requests without an error',
          values: {
            failed: formatCount(failed),
            total: formatCount(failed_total),
            others: formatCount(others),
          },
        })
      : translate('logAi.requests.shared.compared', {
          defaultMessage:
            '{failed, plural, one {# failed request} other {# failed requests}} compared with {others, plural, one {# request} other {# requests}} without an error',
          values: { failed, others },
        });
  if (share === 1) return told;
  const sampled = translate('logAi.requests.shared.sampled', {
    defaultMessage: 'a sample of {share} of all requests',
    values: { share: formatShare(share) },
  });
  return `${told}, ${sampled}`;
}
