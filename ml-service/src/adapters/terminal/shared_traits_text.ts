import { formatCount, formatProbability, formatRatio } from '../../../../common/format_quantity.ts';
import type { SharedTraitSummary } from '../../../../common/shared_traits.ts';
import { escapeText } from './escape_text.ts';
import { type Column, renderTable } from './table.ts';

const COLUMNS: readonly Column<SharedTraitSummary>[] = [
  { title: 'FAILED', align: 'right', text: ({ failed, failed_of }) => shareText(failed, failed_of) },
  { title: 'OTHERS', align: 'right', text: ({ others, others_of }) => shareText(others, others_of) },
  { title: 'ODDS', align: 'right', optional: true, text: ({ odds_ratio }) => formatRatio(odds_ratio) },
  { title: 'P', align: 'right', optional: true, text: ({ p_value }) => formatProbability(p_value) },
  { title: 'HAVE', text: ({ kind }) => kind },
  {
    title: '',
    text: ({ text, same }) => escapeText(same === 0 ? text : `${text} (and ${formatCount(same)} more)`),
  },
];

/** What failed requests share as a table; lines without line ends. */
export function sharedTraitsTable(
  rows: readonly SharedTraitSummary[],
  layout: {
    readonly width: number;
    readonly indent?: string;
    readonly paintTitle?: (title: string) => string;
  },
): string[] {
  return renderTable({ columns: COLUMNS, rows, ...layout });
}

function shareText(count: number, of: number): string {
  return `${formatCount(count)} of ${formatCount(of)}`;
}
