import {
  type CriteriaWithPagination,
  EuiBadge,
  EuiBasicTable,
  type EuiBasicTableColumn,
  EuiLink,
  EuiSpacer,
  EuiText,
  useEuiTheme,
  useIsWithinMaxBreakpoint,
} from '@elastic/eui';
import { memo, useMemo } from 'react';
import type { Template, TemplatesResponse } from '../../common/api.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { formatCount } from '../charts/format_number.ts';
import { Level } from '../severity/level.tsx';
import { type TimeFormat, useTimeFormat } from '../time/format_time.ts';
import type { TimeRange } from '../time/time_selection.ts';
import type { UrlPatch } from '../url/url_params.ts';
import { ServiceNames } from './service_names.tsx';
import { PAGE_SIZE, REACHABLE, type TemplateSearch } from './template_search.ts';
import { TemplateText } from './template_text.tsx';
import { LinesInRange, TrendCell } from './trend_cells.tsx';
import type { Trends } from './use_trends.ts';

/** Characters of a text that are laid out: more than its lines in a table can hold. */
const PREVIEW = 600;

/** A template's text, which opens it. */
const TextCell = memo(function TextCell({
  template: { id, text, parameters, level, services },
  isNew,
  isNarrow,
  open,
}: {
  readonly template: Template;
  readonly isNew: boolean;
  /** There are no columns for level and services. */
  readonly isNarrow: boolean;
  readonly open: (id: string) => void;
}) {
  const { euiTheme } = useEuiTheme();
  const preview = text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text;
  return (
    <div css={{ minWidth: 0, width: '100%' }}>
      <EuiLink
        color="text"
        onClick={() => open(id)}
        css={{ display: 'block', width: '100%', textAlign: 'left', fontWeight: 'normal' }}
        data-test-subj={TEST_IDS.templateLink(id)}
      >
        <TemplateText text={preview} parameters={parameters} lines={3} />
      </EuiLink>
      {(isNew || isNarrow) && (
        <div css={{ display: 'flex', flexWrap: 'wrap', gap: euiTheme.size.xs, marginTop: euiTheme.size.xs }}>
          {isNew && <EuiBadge color="accent">new</EuiBadge>}
          {isNarrow && <Level level={level} />}
          {isNarrow && (
            <EuiText size="xs" color="subdued">
              <ServiceNames services={services} />
            </EuiText>
          )}
        </div>
      )}
    </div>
  );
});

function timeColumn(field: 'first_seen' | 'last_seen', name: string, format: TimeFormat) {
  return {
    field,
    name,
    width: '112px',
    sortable: true,
    render: (time: string) => <span title={format.full(time)}>{format.short(time)}</span>,
  };
}

interface Props {
  readonly found: TemplatesResponse;
  readonly sort: TemplateSearch['sort'];
  readonly order: TemplateSearch['order'];
  readonly page: number;
  readonly trends: Trends;
  readonly range: TimeRange;
  readonly open: (id: string) => void;
  readonly set: (patch: UrlPatch) => void;
}

function useColumns({ trends, range, open }: Props): EuiBasicTableColumn<Template>[] {
  const format = useTimeFormat();
  const isNarrow = useIsWithinMaxBreakpoint('l');
  return useMemo(() => {
    const isNew = ({ first_seen }: Template) =>
      Date.parse(range.from) <= Date.parse(first_seen) && Date.parse(first_seen) < Date.parse(range.to);
    const wide: EuiBasicTableColumn<Template>[] = [
      { name: 'Level', width: '92px', render: ({ level }: Template) => <Level level={level} /> },
      {
        name: 'Services',
        width: '16%',
        render: ({ services }: Template) => <ServiceNames services={services} />,
      },
    ];
    return [
      {
        name: 'Template',
        render: (template: Template) => (
          <TextCell template={template} isNew={isNew(template)} {...{ isNarrow, open }} />
        ),
      },
      ...(isNarrow ? [] : wide),
      {
        name: 'Trend',
        width: '136px',
        render: ({ id }: Template) => <TrendCell trend={trends.of(id)} known={trends.known} />,
      },
      {
        name: 'Lines in time',
        width: '84px',
        align: 'right' as const,
        render: ({ id }: Template) => <LinesInRange trend={trends.of(id)} />,
      },
      {
        field: 'line_count',
        name: 'Lines in all',
        width: '88px',
        align: 'right' as const,
        sortable: true,
        render: (count: number) => formatCount(count),
      },
      timeColumn('first_seen', 'First seen', format),
      timeColumn('last_seen', 'Last seen', format),
    ];
  }, [format, isNarrow, trends, range, open]);
}

/** A page of templates. Memoised: it is drawn again for another answer, not for another letter. */
export const TemplatesTable = memo(function TemplatesTable(props: Props) {
  const { found, sort, order, page, set } = props;
  const columns = useColumns(props);
  return (
    <>
      <EuiBasicTable<Template>
        tableCaption="Templates"
        items={found.templates}
        itemId="id"
        columns={columns}
        sorting={{ sort: { field: sort, direction: order } }}
        pagination={{
          pageIndex: page,
          pageSize: PAGE_SIZE,
          totalItemCount: Math.min(found.total, REACHABLE),
          showPerPageOptions: false,
        }}
        onChange={({ page: next, sort: by }: CriteriaWithPagination<Template>) =>
          set({
            sort: by?.field,
            order: by?.direction,
            page: next.index === 0 ? undefined : String(next.index + 1),
          })
        }
        data-test-subj={TEST_IDS.templates}
      />
      {found.total > REACHABLE && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="xs" color="subdued" textAlign="right">
            Only the first {formatCount(REACHABLE)} can be paged through: search to see others.
          </EuiText>
        </>
      )}
    </>
  );
});
