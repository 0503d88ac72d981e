import {
  EuiButton,
  EuiFieldText,
  EuiForm,
  EuiFormRow,
  EuiPopover,
  EuiRadioGroup,
  EuiSelect,
  EuiSpacer,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { useState } from 'react';
import type { Anomaly } from '../../common/api.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { useExpectation } from '../anomalies/flyout/use_expectation.ts';
import { translate } from '../kibana/i18n.ts';
import { type Duration, DURATIONS, durationText, endOf } from './durations.ts';
import { aboutOf, type Scope, scopesOf, scopeText } from './scopes.ts';
import { useExpect } from './use_expectations.ts';

/** Says of an anomaly that it is expected: it alone, or what is like it, for how long, and why. */
export function ExpectForm({ anomaly }: { readonly anomaly: Anomaly }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      anchorPosition="downRight"
      aria-label={markText()}
      button={
        <EuiButton size="s" iconType="check" onClick={() => setOpen(!isOpen)}>
          {markText()}
        </EuiButton>
      }
    >
      <Fields anomaly={anomaly} onDone={() => setOpen(false)} />
    </EuiPopover>
  );
}

const markText = () => translate('logAi.anomalies.expectation.mark', { defaultMessage: 'Mark as expected' });

function Fields({ anomaly, onDone }: { readonly anomaly: Anomaly; readonly onDone: () => void }) {
  const name = useGeneratedHtmlId();
  const [scope, setScope] = useState<Scope>('anomaly');
  const [duration, setDuration] = useState<Duration>('day');
  const [note, setNote] = useState('');
  const alone = useExpectation(anomaly.event.id);
  const alike = useExpect(onDone);
  const about = aboutOf(scope, anomaly);
  const save = () => {
    if (!about) {
      alone.mutate(true);
      return;
    }
    const until = endOf(duration, Date.now());
    alike.mutate({
      about,
      // What goes on is expected from when it began: it is why somebody says so.
      from: anomaly.anomaly.first_seen,
      ...(until !== undefined && { until }),
      ...(note.trim() !== '' && { note }),
    });
  };
  return (
    <EuiForm css={{ width: 300, maxWidth: '80vw' }}>
      <EuiFormRow label={translate('logAi.expectations.scope.label', { defaultMessage: 'What is expected' })}>
        <EuiRadioGroup
          compressed
          name={name}
          options={scopesOf(anomaly).map((id) => ({ id: `${name}-${id}`, label: scopeText(id, anomaly) }))}
          idSelected={`${name}-${scope}`}
          onChange={(id) => setScope(id.slice(name.length + 1) as Scope)}
        />
      </EuiFormRow>
      {about && (
        <>
          <EuiFormRow label={translate('logAi.expectations.duration.label', { defaultMessage: 'How long' })}>
            <EuiSelect
              compressed
              options={DURATIONS.map((value) => ({ value, text: durationText(value) }))}
              value={duration}
              onChange={({ target }) => setDuration(target.value as Duration)}
            />
          </EuiFormRow>
          <NoteField note={note} onChange={setNote} />
        </>
      )}
      <EuiSpacer size="m" />
      <EuiButton fill fullWidth size="s" isLoading={alone.isLoading || alike.isLoading} onClick={save}>
        {translate('logAi.expectations.save', { defaultMessage: 'Save' })}
      </EuiButton>
    </EuiForm>
  );
}

/** Why something is expected. */
export function NoteField({
  note,
  onChange,
}: {
  readonly note: string;
  readonly onChange: (note: string) => void;
}) {
  return (
    <EuiFormRow fullWidth label={translate('logAi.expectations.note', { defaultMessage: 'Note (optional)' })}>
      <EuiFieldText
        compressed
        fullWidth
        maxLength={API_LIMITS.note}
        value={note}
        onChange={({ target }) => onChange(target.value)}
      />
    </EuiFormRow>
  );
}
