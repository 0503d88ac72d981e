import {
  EuiBadge,
  EuiBasicTable,
  type EuiBasicTableColumn,
  EuiCallOut,
  EuiSpacer,
  EuiText,
  useEuiTheme,
} from '@elastic/eui';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { RequestLine } from '../../common/api.ts';
import { useLines } from '../api/use_answer.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatOffset } from '../quantities/format_quantity.ts';
import { DiscoverLink } from '../discover/discover_link.tsx';
import { linesQuery } from '../../common/discover/log_queries.ts';
import { ServiceName } from '../severity/service_name.tsx';
import { Level } from '../severity/level.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { HereLink } from '../url/here_link.tsx';
import { useUrlState } from '../url/url_params.ts';
import { LineMessage, type ReadLine } from './line_message.tsx';
import { LINES_PER_PAGE, referenceKey } from './story_lines.ts';

/** A row: where a line lies, and what it says once it is read. */
interface LineRow {
  readonly key: string;
  readonly line: RequestLine;
  readonly offset_ms: number;
  readonly is_first_error: boolean;
  readonly read: ReadLine;
}

/**
 * Lines in time order, a page of them at a time, read as the current user.
 *
 * @param first_error - Where the first error stands among them; -1: it does not.
 * @param jumps - Rises when somebody asks to be taken to it.
 */
export function LinesTable({
  request_id,
  lines,
  start,
  page: asked_page,
  first_error,
  jumps,
}: {
  readonly request_id: string;
  readonly lines: readonly RequestLine[];
  readonly start: string;
  readonly page: number;
  readonly first_error: number;
  readonly jumps: number;
}) {
  const { euiTheme } = useEuiTheme();
  const { set } = useUrlState();
  const page = Math.min(asked_page, Math.ceil(lines.length / LINES_PER_PAGE) - 1);
  const { rows, missing } = useRows({ lines, start, page, first_error });
  const badge = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (jumps === 0) return;
    badge.current?.scrollIntoView({ block: 'center' });
    badge.current?.focus({ preventScroll: true });
  }, [jumps]);
  return (
    <>
      {missing > 0 && (
        <>
          <EuiCallOut
            size="s"
            iconType="eyeClosed"
            title={translate('logAi.requests.lines.missing', {
              defaultMessage:
                '{count, plural, one {# line on this page was deleted or is not visible to you} other {# lines on this page were deleted or are not visible to you}}',
              values: { count: missing },
            })}
          />
          <EuiSpacer size="s" />
        </>
      )}
      <EuiBasicTable<LineRow>
        tableCaption={translate('logAi.requests.lines.caption', {
          defaultMessage: 'Lines of the request in time order',
        })}
        data-test-subj={TEST_IDS.requestLines}
        compressed
        items={rows}
        itemId="key"
        rowProps={({ is_first_error }) =>
          is_first_error
            ? {
                'data-test-subj': TEST_IDS.firstErrorLine,
                style: { boxShadow: `inset 2px 0 ${euiTheme.colors.danger}` },
              }
            : {}
        }
        columns={useColumns(badge, request_id)}
        {...(lines.length > LINES_PER_PAGE && {
          pagination: {
            pageIndex: page,
            pageSize: LINES_PER_PAGE,
            totalItemCount: lines.length,
            showPerPageOptions: false,
          },
        })}
        onChange={({ page: turned }) => {
          if (turned) set({ page: turned.index === 0 ? undefined : String(turned.index + 1) });
        }}
      />
    </>
  );
}

function useRows({
  lines,
  start,
  page,
  first_error,
}: {
  readonly lines: readonly RequestLine[];
  readonly start: string;
  readonly page: number;
  readonly first_error: number;
}): { readonly rows: LineRow[]; readonly missing: number } {
  const shown = useMemo(() => lines.slice(page * LINES_PER_PAGE, (page + 1) * LINES_PER_PAGE), [lines, page]);
  const { data, isFetching } = useLines(shown.map(({ reference }) => reference));
  return useMemo(() => {
    const found = new Map(data?.lines.map((line) => [referenceKey(line.reference), line]));
    const hidden = new Set(data?.missing.map(referenceKey));
    const rows = shown.map((line, index): LineRow => {
      const key = referenceKey(line.reference);
      const unread = hidden.has(key) ? 'missing' : isFetching ? 'reading' : 'failed';
      return {
        key,
        line,
        offset_ms: Date.parse(line['@timestamp']) - Date.parse(start),
        is_first_error: page * LINES_PER_PAGE + index === first_error,
        read: found.get(key) ?? unread,
      };
    });
    return { rows, missing: rows.filter(({ read }) => read === 'missing').length };
  }, [data, isFetching, shown, start, page, first_error]);
}

function useColumns(badge: RefObject<HTMLSpanElement>, request_id: string): EuiBasicTableColumn<LineRow>[] {
  const { euiTheme } = useEuiTheme();
  const format = useTimeFormat();
  return [
    {
      name: translate('logAi.requests.columns.afterStart', { defaultMessage: 'After start' }),
      width: '112px',
      valign: 'top',
      render: ({ offset_ms, line }: LineRow) => (
        <div title={format.full(line['@timestamp'])}>
          <div css={{ fontFamily: euiTheme.font.familyCode }}>{formatOffset(offset_ms)}</div>
          <EuiText size="xs" color="subdued">
            {format.short(line['@timestamp'])}
          </EuiText>
        </div>
      ),
    },
    {
      name: translate('logAi.requests.columns.service', { defaultMessage: 'Service' }),
      width: '16%',
      valign: 'top',
      render: ({ line }: LineRow) => <ServiceName name={line.service} />,
    },
    {
      name: translate('logAi.requests.columns.level', { defaultMessage: 'Level' }),
      width: '96px',
      valign: 'top',
      render: ({ line, is_first_error }: LineRow) => (
        <div>
          <Level level={line.level} />
          {is_first_error && (
            <span ref={badge} tabIndex={-1} css={{ display: 'block', marginTop: euiTheme.size.xs }}>
              <EuiBadge color="danger">
                {translate('logAi.requests.firstError', { defaultMessage: 'first error' })}
              </EuiBadge>
            </span>
          )}
        </div>
      ),
    },
    {
      name: translate('logAi.requests.columns.message', { defaultMessage: 'Message' }),
      valign: 'top',
      render: ({ line, read }: LineRow) => (
        <div css={{ minWidth: 0, width: '100%' }}>
          <LineMessage line={read} known={{ service: line.service, request_id }}>
            {line.template_id !== undefined && (
              <HereLink color="subdued" patch={{ template: line.template_id }}>
                {line.template_id}
              </HereLink>
            )}
            <DiscoverLink
              isIcon
              label={translate('logAi.discover.viewLine', { defaultMessage: 'View this line in Discover' })}
              show={linesQuery([line])}
            />
          </LineMessage>
        </div>
      ),
    },
  ];
}
