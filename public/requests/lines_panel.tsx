import {
  EuiBadge,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSelect,
  EuiSpacer,
  EuiSwitch,
} from '@elastic/eui';
import { useMemo, useState } from 'react';
import type { RequestStoryResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatOffset } from '../quantities/format_quantity.ts';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useUrlState } from '../url/url_params.ts';
import { LinesTable } from './lines_table.tsx';
import { filterLines, indexOfLine, LINES_PER_PAGE, type LinesState, servicesOf } from './story_lines.ts';

/** The lines of a request: of all services, of one, or of one of its calls. */
export function LinesPanel({
  story,
  state,
}: {
  readonly story: RequestStoryResponse;
  readonly state: LinesState;
}) {
  const { set } = useUrlState();
  const { service, span, errors_only } = state;
  const lines = useMemo(
    () =>
      filterLines(story.lines, {
        ...(service !== undefined && { service }),
        ...(span !== undefined && { span }),
        errors_only,
      }),
    [story, service, span, errors_only],
  );
  const first_error = useMemo(() => indexOfLine(lines, story.first_error), [lines, story]);
  const [jumps, setJumps] = useState(0);
  const jump = () => {
    // The filter may hide it: then it goes.
    const isHidden = first_error < 0;
    const index = isHidden ? indexOfLine(story.lines, story.first_error) : first_error;
    set({
      page: String(Math.floor(index / LINES_PER_PAGE) + 1),
      ...(isHidden && { service: undefined, span: undefined, level: undefined }),
    });
    setJumps(jumps + 1);
  };
  return (
    <Panel
      title={translate('logAi.requests.lines.title', { defaultMessage: 'Lines' })}
      note={noteOf(story, lines.length)}
      action={
        story.first_error && (
          <EuiButtonEmpty size="xs" flush="right" iconType="error" color="danger" onClick={jump}>
            {translate('logAi.requests.lines.jump', { defaultMessage: 'Go to first error' })}
          </EuiButtonEmpty>
        )
      }
    >
      <LineFilters story={story} state={state} />
      <EuiSpacer size="s" />
      {lines.length === 0 ? (
        <Nothing title={translate('logAi.requests.lines.noErrors', { defaultMessage: 'No errors found' })}>
          {translate('logAi.requests.lines.noErrorsHint', {
            defaultMessage: 'Turn off “Errors only” to see all lines.',
          })}
        </Nothing>
      ) : (
        <LinesTable
          request_id={story.request_id}
          lines={lines}
          start={story.start}
          page={state.page}
          first_error={first_error}
          jumps={jumps}
        />
      )}
    </Panel>
  );
}

function noteOf({ line_count }: RequestStoryResponse, shown: number): string {
  const all = translate('logAi.requests.lines.count', {
    defaultMessage: '{count, plural, one {# line} other {# lines}}',
    values: { count: line_count },
  });
  return shown < line_count
    ? translate('logAi.requests.lines.of', {
        defaultMessage: '{shown} of {all}',
        values: { shown: formatCount(shown), all },
      })
    : all;
}

function LineFilters({ story, state }: { readonly story: RequestStoryResponse; readonly state: LinesState }) {
  const { set } = useUrlState();
  return (
    <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
      <EuiFlexItem grow={false} css={{ width: 280 }}>
        <EuiSelect
          compressed
          prepend={translate('logAi.requests.columns.service', { defaultMessage: 'Service' })}
          aria-label={translate('logAi.requests.columns.service', { defaultMessage: 'Service' })}
          value={state.service ?? ''}
          options={[
            {
              value: '',
              text: translate('logAi.requests.lines.allServices', { defaultMessage: 'All services' }),
            },
            ...servicesOf(story).map((service) => ({ value: service, text: service.slice(0, 100) })),
          ]}
          onChange={({ target }) =>
            set({ service: target.value || undefined, span: undefined, page: undefined })
          }
        />
      </EuiFlexItem>
      {state.span !== undefined && (
        <EuiFlexItem grow={false}>
          <SpanFilter story={story} span={state.span} />
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiSwitch
          compressed
          label={translate('logAi.requests.lines.errorsOnly', { defaultMessage: 'Errors only' })}
          checked={state.errors_only}
          onChange={({ target }) => set({ level: target.checked ? 'error' : undefined, page: undefined })}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

/** Which call the lines are of, until somebody wants those of all. */
function SpanFilter({ story, span }: { readonly story: RequestStoryResponse; readonly span: number }) {
  const { set } = useUrlState();
  const { service, start } = story.spans[span]!;
  const remove = () => set({ span: undefined, page: undefined });
  return (
    <EuiBadge
      color="hollow"
      iconType="cross"
      iconSide="right"
      iconOnClick={remove}
      iconOnClickAriaLabel={translate('logAi.requests.lines.allCalls', {
        defaultMessage: 'Show lines of all calls',
      })}
    >
      {translate('logAi.requests.lines.ofCall', {
        defaultMessage: '{service}, call at {time}',
        values: { service, time: formatOffset(Date.parse(start) - Date.parse(story.start)) },
      })}
    </EuiBadge>
  );
}
