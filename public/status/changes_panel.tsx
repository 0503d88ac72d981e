import { EuiBasicTable, EuiButtonEmpty, EuiText } from '@elastic/eui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { DAY_MS } from '../../common/minutes.ts';
import { useReasons } from '../anomalies/reason_words.ts';
import { useAnswer } from '../api/use_answer.ts';
import { useServices } from '../app/services.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
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
    mutationFn: ({ kind, id }) => {
      if (kind === 'edit') return api.call('undo_edit', { id });
      if (kind === 'acknowledgement')
        return api.call('acknowledge_incident', { id, body: { acknowledged: false } });
      if (kind === 'expectation') return api.call('undo_expectation', { id });
      return api.call('expect_anomaly', { id, body: { expected: false } });
    },
    onSuccess: async () => {
      notify.success(translate('logAi.status.changes.undone', { defaultMessage: 'Change undone' }));
      await Promise.all(CHANGED_BY_UNDO.map((name) => client.invalidateQueries([name])));
    },
    onError: (error) =>
      notify.failure(
        translate('logAi.status.changes.undoFailed', { defaultMessage: 'Unable to undo the change' }),
        error,
      ),
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
        {undone.by === undefined
          ? translate('logAi.status.changes.undoneAt', {
              defaultMessage: 'undone {time}',
              values: { time: format.short(undone.at) },
            })
          : translate('logAi.status.changes.undoneBy', {
              defaultMessage: 'undone {time} by {user}',
              values: { time: format.short(undone.at), user: undone.by },
            })}
      </EuiText>
    );
  }
  if (!may.edit) return null;
  return (
    <EuiButtonEmpty
      size="xs"
      iconType="editorUndo"
      isLoading={isLoading}
      aria-label={translate('logAi.status.changes.undoWhat', {
        defaultMessage: 'Undo: {change}',
        values: { change: change.what },
      })}
      onClick={() => mutate(change)}
    >
      {translate('logAi.status.changes.undo', { defaultMessage: 'Undo' })}
    </EuiButtonEmpty>
  );
}

/** Said of the anomaly alone, by a person: what was said in advance, or of its template, may have suppressed thousands. */
const SAID_ALONE = JSON.stringify({
  bool: {
    filter: [{ exists: { field: 'anomaly.expectation.at' } }],
    must_not: [{ exists: { field: 'anomaly.expectation.id' } }],
  },
});
const ACKNOWLEDGED = JSON.stringify({ exists: { field: 'incident.acknowledged.at' } });
const BEGINNING = new Date(0).toISOString();

/** What people changed: edits of templates, what they said in advance, the newest anomalies that they expected, and the incidents that they acknowledged. */
export function ChangesPanel() {
  const { tick } = useTime();
  const format = useTimeFormat();
  const { sentence } = useReasons();
  // Of all time: what was expected long ago can be taken back, too.
  const range = useMemo(() => ({ from: BEGINNING, to: new Date(Date.now() + DAY_MS).toISOString() }), [tick]);
  const edits = useAnswer('edits', { query: { size: SHOWN } });
  const incidents = useAnswer('incidents', { query: { ...range, filter: ACKNOWLEDGED, size: SHOWN } });
  const said = useAnswer('expectations', { query: { state: 'all', size: SHOWN } });
  const expected = useAnswer('anomalies', {
    query: { ...range, status: 'expected', filter: SAID_ALONE, size: SHOWN },
  });
  return (
    <Panel
      title={translate('logAi.status.changes.title', { defaultMessage: 'Changes' })}
      note={translate('logAi.status.changes.note', { defaultMessage: 'made by users' })}
    >
      <Answered answer={edits}>
        {(journal) => {
          const changes = changesOf({
            edits: journal.edits,
            expectations: said.data?.expectations ?? [],
            incidents: incidents.data?.incidents ?? [],
            anomalies: expected.data?.anomalies ?? [],
            reasonOf: sentence,
          }).slice(0, SHOWN);
          return changes.length === 0 ? (
            <Nothing
              title={translate('logAi.status.changes.none', { defaultMessage: 'No changes yet' })}
              iconType="documentEdit"
            >
              {translate('logAi.status.changes.noneHint', {
                defaultMessage:
                  'Renamed, merged, and split templates, expectations, and anomalies marked as expected appear here.',
              })}
            </Nothing>
          ) : (
            <EuiBasicTable<Change>
              tableCaption={translate('logAi.status.changes.caption', {
                defaultMessage: 'Changes made by users',
              })}
              compressed
              items={[...changes]}
              itemId={({ kind, id }) => `${kind}-${id}`}
              data-test-subj={TEST_IDS.changes}
              columns={[
                {
                  name: translate('logAi.status.changes.what', { defaultMessage: 'Change' }),
                  render: ({ what }: Change) => what,
                },
                {
                  name: translate('logAi.status.changes.who', { defaultMessage: 'User' }),
                  width: '140px',
                  render: ({ by }: Change) => by ?? NOBODY,
                },
                {
                  name: translate('logAi.status.changes.when', { defaultMessage: 'Time' }),
                  width: '150px',
                  render: ({ at }: Change) => format.short(at),
                },
                {
                  name: translate('logAi.status.changes.undo', { defaultMessage: 'Undo' }),
                  width: '190px',
                  render: (change: Change) => <Standing change={change} />,
                },
              ]}
            />
          );
        }}
      </Answered>
    </Panel>
  );
}
