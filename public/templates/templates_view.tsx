import { EuiFlexGroup, EuiFlexItem, EuiScreenReaderOnly, EuiSpacer, EuiText } from '@elastic/eui';
import { useCallback, useEffect, useMemo } from 'react';
import { useAnswer } from '../api/use_answer.ts';
import { FilteredDocuments } from '../filters/document_filter_bar.tsx';
import { NO_DOCUMENT_FILTER, useDocumentFilter } from '../filters/use_document_filter.ts';
import { translate } from '../kibana/i18n.ts';
import { Answered } from '../states/answered.tsx';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { NoMatch, NoTemplates } from './nothing_found.tsx';
import { Pages } from './pages.tsx';
import { SearchByMeaning } from './search_by_meaning.tsx';
import { SearchBy, SearchField, SearchFilters } from './search_controls.tsx';
import { foundText, isNarrowed, questionOf, searchOf } from './template_search.ts';
import { TemplatesTable } from './templates_table.tsx';
import { useSearchText } from './use_search_text.ts';
import { useServiceNames } from '../api/use_service_names.ts';
import { useTrends } from './use_trends.ts';

/** Templates as they are searched, 25 at a time. */
export function TemplatesView() {
  const { params, set, hrefOf: hrefOfView } = useUrlState();
  const { range } = useTime();
  const [text, type] = useSearchText();
  const isTyping = text !== (params.query ?? '');
  const document_filter = useDocumentFilter('templates');
  const { filter, problem } = document_filter;
  const search = useMemo(
    () => ({ ...searchOf({ ...params, query: text, ...(isTyping && { page: '1' }) }), filter }),
    [params, text, isTyping, filter],
  );
  const { by_meaning } = search;
  const answer = useAnswer(
    'templates',
    problem === undefined && !by_meaning ? questionOf(search) : undefined,
  );
  const all = useAnswer('templates', { query: { size: 1 } }).data?.total;
  const found = answer.data;
  const trends = useTrends(found?.templates);
  const services = useServiceNames(search.service);
  const open = useCallback((id: string) => set({ template: id }), [set]);
  // Without the search: it is a link to the template, and every letter typed would be another one.
  const hrefOf = useCallback((id: string) => hrefOfView('templates', { template: id }), [hrefOfView]);
  const choose = useCallback(
    (chosen: { service?: string | undefined; level?: string | undefined }) =>
      set({ ...chosen, page: undefined }),
    [set],
  );
  const clear = () => {
    type('');
    set({ ...NO_DOCUMENT_FILTER, query: undefined, service: undefined, level: undefined });
  };
  // A link may name a page that there is no more.
  const isBeyond = found !== undefined && found.templates.length === 0 && found.total > 0 && search.page > 0;
  useEffect(() => {
    if (isBeyond) set({ page: undefined }, 'replace');
  }, [isBeyond, set]);
  return (
    <FilteredDocuments filter={document_filter}>
      <EuiScreenReaderOnly>
        <h2>{translate('logAi.templates.title', { defaultMessage: 'Templates' })}</h2>
      </EuiScreenReaderOnly>
      <EuiFlexGroup gutterSize="s" responsive={false} wrap>
        <EuiFlexItem grow={2} css={{ minWidth: 240 }}>
          <SearchField text={text} type={type} by_meaning={by_meaning} />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <SearchBy by_meaning={by_meaning} set={(by) => set({ by, page: undefined })} />
        </EuiFlexItem>
        <EuiFlexItem grow={1}>
          <SearchFilters services={services} service={search.service} level={search.level} set={choose} />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {by_meaning ? (
        // What rests in the address: each letter would be read by a model.
        <SearchByMeaning search={{ ...search, query: params.query }} />
      ) : (
        <Answered answer={answer}>
          {(page) => (
            <>
              <EuiText size="xs" color="subdued" role="status">
                {foundText({ search, found: page.total, all })}
              </EuiText>
              <EuiSpacer size="s" />
              {page.total > 0 && (
                <>
                  <TemplatesTable
                    templates={page.templates}
                    sort={search.sort}
                    order={search.order}
                    {...{ trends, range, hrefOf, open, set }}
                  />
                  <Pages total={page.total} page={search.page} set={set} />
                </>
              )}
              {page.total === 0 &&
                (all === 0 || !isNarrowed(search) ? <NoTemplates /> : <NoMatch clear={clear} />)}
            </>
          )}
        </Answered>
      )}
    </FilteredDocuments>
  );
}
