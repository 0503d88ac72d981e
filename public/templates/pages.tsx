import { EuiFlexGroup, EuiFlexItem, EuiPagination, EuiText } from '@elastic/eui';
import { memo } from 'react';
import { formatCount } from '../../common/format_quantity.ts';
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
            Only the first {formatCount(REACHABLE)} can be paged through: search to see others.
          </EuiText>
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiPagination
          aria-label="Pages of templates"
          pageCount={pages}
          activePage={page}
          onPageClick={(next) => set({ page: next === 0 ? undefined : String(next + 1) })}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
});
