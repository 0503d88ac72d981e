import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import type { ReactNode } from 'react';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';
import { useTime } from '../time/time_context.tsx';
import { useUrlState } from '../url/url_params.ts';
import { formatFilters } from './kibana_filter.ts';
import type { DocumentFilter } from './use_document_filter.ts';

/**
 * Kibana's bar for a query and filters above what they narrow; nothing of it where Kibana has none. A query that cannot be read
 * stands in place of its results: those of another would be taken for them.
 */
export function FilteredDocuments({
  filter: { kind, query, filters, problem },
  children,
}: {
  readonly filter: DocumentFilter;
  readonly children: ReactNode;
}) {
  const { searchBar } = useServices();
  const { params, set } = useUrlState();
  const { refresh } = useTime();
  if (!searchBar) return <>{children}</>;
  const { Bar } = searchBar;
  // Another selection has other pages and cells.
  const first = { page: undefined, cell: undefined };
  return (
    <>
      {params.embed !== 'true' && (
        <>
          <Bar
            kind={kind}
            query={query}
            filters={filters}
            onQuery={(kql) => {
              // Sent once more, a query is asked once more.
              if (kql === query) refresh();
              else set({ ...first, kql });
            }}
            onFilters={(changed) => {
              searchBar.pinned.set(changed);
              set({ ...first, filters: formatFilters(changed) });
            }}
          />
          <EuiSpacer size="m" />
        </>
      )}
      {problem === undefined ? (
        children
      ) : (
        <EuiCallOut
          color="danger"
          iconType="error"
          title={translate('logAi.filters.unreadable', { defaultMessage: 'Unable to read the KQL query' })}
        >
          <pre css={{ whiteSpace: 'pre-wrap' }}>{problem}</pre>
        </EuiCallOut>
      )}
    </>
  );
}
