import { EuiBasicTable, EuiButtonEmpty, EuiText } from '@elastic/eui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { DAY_MS } from '../../common/minutes.ts';
import { useReasons } from '../anomalies/reason_words.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useServices } from '../app/services.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';
import { type Change, CHANGED_BY_UNDO, changesOf } from './changes.ts';

/** As many as anybody looks through; all of them are in the journal. */
const SHOWN = 20;
/** The command line names nobody. */
const NOBODY = '–';

/** Takes a change back. What is shown changes once it is written. */
function useUndo() {
  const { api, notify } = useServices();
  const client = useQueryClient();
  return useMutation<unknown, Error, Change>({
    networkMode: 'always',
    mutationFn: ({ kind, id }) =>
      kind === 'edit'
        ? api.call('undo_edit', { id })
        : api.call('expect_anomaly', { id, body: { expected: false } }),
    onSuccess: async () => {
      notify.success('Taken back');
      await Promise.all(CHANGED_BY_UNDO.map((name) => client.invalidateQueries([name])));
    },
    onError: (error) => notify.failure('Could not take it back', error),
  });
}

/** What became of a change: it stands and can be taken back, or somebody did. */
function Standing({ change }: { readonly change: Change }) {
  const { may } = useServices();
  const { mutate, isLoading } = useUndo();
  const format = useTimeFormat();
  const { undone } = change;
  if (undone) {
    return (
      <EuiText size="xs" color="subdued">
        undone {format.short(undone.at)}
        {undone.by !== undefined && ` by ${undone.by}`}
      </EuiText>
    );
  }
  if (!may.edit) return null;
  return (
    <EuiButtonEmpty
      size="xs"
      iconType="editorUndo"
      isLoading={isLoading}
      aria-label={`Undo: ${change.what}`}
      onClick={() => mutate(change)}
    >
      Undo
    </EuiButtonEmpty>
  );
}

const BEGINNING = new Date(0).toISOString();

/** What people changed: edits of templates, and the newest anomalies that they expected. */
export function ChangesPanel() {
  const { tick } = useTime();
  const format = useTimeFormat();
  const { sentence } = useReasons();
  // Of all time: what was expected long ago can be taken back, too.
  const range = useMemo(() => ({ from: BEGINNING, to: new Date(Date.now() + DAY_MS).toISOString() }), [tick]);
  const edits = useAnswer('edits', { query: { size: SHOWN } });
  const expected = useAnswer('anomalies', { query: { ...range, status: 'expected', size: SHOWN } });
  return (
    <Panel title="Changes" note="by people: who, what, when">
      <Answered answer={edits}>
        {(journal) => {
          const changes = changesOf({
            edits: journal.edits,
            anomalies: expected.data?.anomalies ?? [],
            reasonOf: sentence,
          }).slice(0, SHOWN);
          return changes.length === 0 ? (
            <Nothing title="Nobody changed anything yet" iconType="documentEdit">
              Templates that were named, merged or split, and anomalies that were expected, show here.
            </Nothing>
          ) : (
            <EuiBasicTable<Change>
              tableCaption="Changes by people"
              compressed
              items={[...changes]}
              itemId={({ kind, id }) => `${kind}-${id}`}
              data-test-subj={TEST_IDS.changes}
              columns={[
                { name: 'What', render: ({ what }: Change) => what },
                { name: 'Who', width: '140px', render: ({ by }: Change) => by ?? NOBODY },
                { name: 'When', width: '150px', render: ({ at }: Change) => format.short(at) },
                { name: 'Undo', width: '190px', render: (change: Change) => <Standing change={change} /> },
              ]}
            />
          );
        }}
      </Answered>
    </Panel>
  );
}
