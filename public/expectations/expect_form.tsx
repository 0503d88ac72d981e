import { EuiButton, EuiForm, EuiFormRow, EuiPopover, EuiSelect, EuiSpacer } from '@elastic/eui';
import { useMemo, useState } from 'react';
import type { Anomaly } from '../../common/api.ts';
import { excerptOf } from '../../common/excerpt.ts';
import { useExpectation } from '../anomalies/flyout/use_expectation.ts';
import { useLines } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { useTimeFormat } from '../time/format_time.ts';
import { Choice } from './choice.tsx';
import { type Duration, DURATIONS, durationText, endOf } from './durations.ts';
import { NoteField } from './note_field.tsx';
import { aboutOf, type Scope, scopesOf, scopeText } from './scopes.ts';
import { sharedValues } from './shared_values.ts';
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
  const format = useTimeFormat();
  const [scope, setScope] = useState<Scope>('anomaly');
  const [duration, setDuration] = useState<Duration>('day');
  const [note, setNote] = useState('');
  const alone = useExpectation(anomaly.event.id);
  const alike = useExpect(onDone);
  const { data } = useLines(anomaly.anomaly.samples);
  const values = useMemo(() => sharedValues(data?.lines ?? []), [data]);
  const [at, setAt] = useState(0);
  const about = aboutOf(scope, anomaly, values[at]);
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
      note,
    });
  };
  return (
    <EuiForm css={{ width: 300, maxWidth: '80vw' }}>
      <Choice
        label={translate('logAi.expectations.scope.label', { defaultMessage: 'What is expected' })}
        options={scopesOf(anomaly, values)}
        textOf={(one) => scopeText(one, anomaly)}
        chosen={scope}
        onChange={setScope}
      />
      {scope === 'value' && (
        <EuiFormRow
          label={translate('logAi.expectations.value.label', { defaultMessage: 'Value' })}
          helpText={translate('logAi.expectations.value.help', {
            defaultMessage: 'Expected are anomalies of which at least nine in ten lines have it.',
          })}
        >
          <EuiSelect
            compressed
            options={values.map(({ name, value }, number) => ({
              value: number,
              text: `${name} = ${excerptOf(value)}`,
            }))}
            value={at}
            onChange={({ target }) => setAt(Number(target.value))}
          />
        </EuiFormRow>
      )}
      {about && (
        <>
          <EuiFormRow
            label={translate('logAi.expectations.duration.label', { defaultMessage: 'How long' })}
            helpText={translate('logAi.expectations.duration.from', {
              defaultMessage: 'Applies from {time}, when this anomaly started.',
              values: { time: format.short(anomaly.anomaly.first_seen) },
            })}
          >
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
