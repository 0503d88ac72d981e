import { EuiSpacer, EuiText } from '@elastic/eui';
import { API_LIMITS } from '../../common/api/limits.ts';
import { useAnswer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { Nothing } from '../states/nothing.tsx';
import { SimilarTemplates } from './similar_templates.tsx';
import type { TemplateSearch } from './template_search.ts';

/** More are not alike. */
const SHOWN = 25;

/** What a search of templates finds by their meaning. Give it what is typed once it rests: a model reads it. */
export function SearchByMeaning({
  search: { query, service, level, filter },
}: {
  readonly search: Pick<TemplateSearch, 'query' | 'service' | 'level' | 'filter'>;
}) {
  const like = query?.slice(0, API_LIMITS.like).trim() ?? '';
  const answer = useAnswer(
    'similar_templates',
    like === ''
      ? undefined
      : {
          query: {
            like,
            size: SHOWN,
            ...(service !== undefined && { service }),
            ...(level && { level }),
            ...(filter !== undefined && { filter }),
          },
        },
  );
  if (like === '')
    return (
      <Nothing
        iconType="search"
        title={translate('logAi.templates.meaning.empty', { defaultMessage: 'Describe what happened' })}
      >
        {translate('logAi.templates.meaning.emptyHint', {
          defaultMessage:
            'Enter a sentence or paste a log line, such as "disk is full". Log AI finds templates that mean something similar, even in other words.',
        })}
      </Nothing>
    );
  return (
    <>
      <EuiText size="xs" color="subdued">
        {translate('logAi.templates.meaning.order', { defaultMessage: 'Most similar meaning first' })}
      </EuiText>
      <EuiSpacer size="s" />
      <SimilarTemplates answer={answer} />
    </>
  );
}
