import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSelect, EuiSpacer, EuiSwitch } from '@elastic/eui';
import { useMemo, useState } from 'react';
import type { RequestStoryResponse } from '../../common/api.ts';
import { countOf, formatCount } from '../../common/format_quantity.ts';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useUrlState } from '../url/url_params.ts';
import { LinesTable } from './lines_table.tsx';
import { filterLines, indexOfFirstError, LINES_PER_PAGE, type LinesState } from './story_lines.ts';

/** The lines of a request, of all services or of one. */
export function LinesPanel({
  story,
  state,
}: {
  readonly story: RequestStoryResponse;
  readonly state: LinesState;
}) {
  const { set } = useUrlState();
  const { service, errors_only } = state;
  const lines = useMemo(
    () => filterLines(story.lines, { ...(service !== undefined && { service }), errors_only }),
    [story, service, errors_only],
  );
  const first_error = useMemo(() => indexOfFirstError(lines, story.first_error), [lines, story]);
  const [jumps, setJumps] = useState(0);
  const jump = () => {
    // The filter may hide it: then it goes.
    const isHidden = first_error < 0;
    const index = isHidden ? indexOfFirstError(story.lines, story.first_error) : first_error;
    set({
      page: String(Math.floor(index / LINES_PER_PAGE) + 1),
      ...(isHidden && { service: undefined, level: undefined }),
    });
    setJumps(jumps + 1);
  };
  const isJumpable = indexOfFirstError(story.lines, story.first_error) >= 0;
  return (
    <Panel
      title="Lines"
      note={noteOf(story, lines.length)}
      action={
        isJumpable && (
          <EuiButtonEmpty size="xs" flush="right" iconType="error" color="danger" onClick={jump}>
            Jump to the first error
          </EuiButtonEmpty>
        )
      }
    >
      <LineFilters story={story} state={state} />
      <EuiSpacer size="s" />
      {lines.length === 0 ? (
        <Nothing title="No line here is an error">Switch “Errors only” off to see the lines.</Nothing>
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

function noteOf({ line_count, lines, is_truncated }: RequestStoryResponse, shown: number): string {
  const all = is_truncated
    ? `the first ${formatCount(lines.length)} of ${countOf(line_count, 'line')}`
    : countOf(line_count, 'line');
  return shown < lines.length ? `${formatCount(shown)} of ${all}` : all;
}

function LineFilters({ story, state }: { readonly story: RequestStoryResponse; readonly state: LinesState }) {
  const { set } = useUrlState();
  return (
    <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
      <EuiFlexItem grow={false} css={{ width: 280 }}>
        <EuiSelect
          compressed
          prepend="Service"
          aria-label="Service"
          value={state.service ?? ''}
          options={[
            { value: '', text: 'All services' },
            ...story.hops.map(({ service }) => ({ value: service, text: service.slice(0, 100) })),
          ]}
          onChange={({ target }) => set({ service: target.value || undefined, page: undefined })}
        />
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiSwitch
          compressed
          label="Errors only"
          checked={state.errors_only}
          onChange={({ target }) => set({ level: target.checked ? 'error' : undefined, page: undefined })}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
