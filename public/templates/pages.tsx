import { EuiFlexGroup, EuiFlexItem, EuiPagination, EuiText } from '@elastic/eui';
import { memo } from 'react';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import type { UrlPatch } from '../url/url_params.ts';
import { PAGE_SIZE, REACHABLE } from './template_search.ts';

/** The way to the other pages; nothing where there are none. */
export const Pages = memo(function Pages({
  total,
  page,
  set,
}: {
  /** Templates on all pages. */
  readonly total: number;
  /** Counted from zero. */
  readonly page: number;
  readonly set: (patch: UrlPatch) => void;
}) {
  const pages = Math.ceil(Math.min(total, REACHABLE) / PAGE_SIZE);
  if (pages < 2) return null;
  return (
    <EuiFlexGroup alignItems="center" justifyContent="flexEnd" responsive={false} wrap css={{ marginTop: 8 }}>
      {total > REACHABLE && (
        <EuiFlexItem grow={false}>
          <EuiText size="xs" color="subdued">
            {translate('logAi.templates.pages.limit', {
              defaultMessage:
                'Only the first {count} templates can be paged through. Use the search to find others.',
              values: { count: formatCount(REACHABLE) },
            })}
          </EuiText>
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiPagination
          aria-label={translate('logAi.templates.pages.label', { defaultMessage: 'Pages of templates' })}
          pageCount={pages}
          activePage={page}
          onPageClick={(next) => set({ page: next === 0 ? undefined : String(next + 1) })}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
});
