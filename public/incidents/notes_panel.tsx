import { EuiButton, EuiComment, EuiCommentList, EuiSpacer, EuiText, EuiTextArea } from '@elastic/eui';
import { useState } from 'react';
import type { Incident } from '../../common/api.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';
import { Panel } from '../states/panel.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { useNewNote } from './use_incident_acts.ts';

/** What people wrote about an incident, the first on top, and a field for the next. */
export function NotesPanel({ incident: { event, incident } }: { readonly incident: Incident }) {
  const { may } = useServices();
  const format = useTimeFormat();
  const { notes } = incident;
  return (
    <Panel title={translate('logAi.incidents.notes.title', { defaultMessage: 'Notes' })}>
      {notes.length > 0 ? (
        <EuiCommentList
          aria-label={translate('logAi.incidents.notes.title', { defaultMessage: 'Notes' })}
          gutterSize="m"
        >
          {notes.map(({ by = somebody(), at, text }, index) => (
            <EuiComment key={index} username={by} timelineAvatarAriaLabel={by} timestamp={format.full(at)}>
              <EuiText size="s" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {text}
              </EuiText>
            </EuiComment>
          ))}
        </EuiCommentList>
      ) : (
        <EuiText size="s" color="subdued">
          <p>{translate('logAi.incidents.notes.none', { defaultMessage: 'No notes yet.' })}</p>
        </EuiText>
      )}
      {may.edit && (
        <>
          <EuiSpacer size="m" />
          <NewNote id={event.id} />
        </>
      )}
    </Panel>
  );
}

const somebody = () => translate('logAi.incidents.notes.somebody', { defaultMessage: 'Unknown user' });

function NewNote({ id }: { readonly id: string }) {
  const [text, setText] = useState('');
  const note = useNewNote(id);
  const label = translate('logAi.incidents.notes.new', { defaultMessage: 'Add a note' });
  return (
    <>
      <EuiTextArea
        fullWidth
        rows={2}
        resize="vertical"
        maxLength={API_LIMITS.note}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <EuiSpacer size="s" />
      <EuiButton
        size="s"
        isDisabled={text.trim() === ''}
        isLoading={note.isLoading}
        onClick={() => note.mutate(text.trim(), { onSuccess: () => setText('') })}
      >
        {translate('logAi.incidents.notes.save', { defaultMessage: 'Save note' })}
      </EuiButton>
    </>
  );
}
