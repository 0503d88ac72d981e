import { EuiFormRow, EuiRadioGroup, useGeneratedHtmlId } from '@elastic/eui';
import { useState } from 'react';
import { SENSITIVITIES } from '../../common/choices.ts';
import { useServiceNames } from '../api/use_service_names.ts';
import { translate } from '../kibana/i18n.ts';
import { NamePicker } from '../rules/name_picker.tsx';
import { NoteField } from './expect_form.tsx';
import { sensitivityText } from './expectation_words.ts';
import { FormModal } from './form_modal.tsx';
import { useExpect } from './use_expectations.ts';

type Sensitivity = (typeof SENSITIVITIES)[number];

/** Chooses how much the anomalies of a service matter from now on; to take it back is to have it normal again. */
export function SensitivityForm({ onClose }: { readonly onClose: () => void }) {
  const name = useGeneratedHtmlId();
  const [service, setService] = useState<string>();
  const [sensitivity, setSensitivity] = useState<Sensitivity>('low');
  const [note, setNote] = useState('');
  const offered = useServiceNames(undefined);
  const { mutate, isLoading } = useExpect(onClose);
  return (
    <FormModal
      title={translate('logAi.expectations.sensitivity.title', { defaultMessage: 'Set sensitivity' })}
      isValid={service !== undefined}
      isSaving={isLoading}
      onClose={onClose}
      onSave={() =>
        mutate({
          kind: 'sensitivity',
          sensitivity,
          about: { services: [service!] },
          ...(note.trim() !== '' && { note }),
        })
      }
    >
      <NamePicker
        isOpen
        isSingle
        label={translate('logAi.expectations.sensitivity.service', { defaultMessage: 'Service' })}
        placeholder={translate('logAi.expectations.sensitivity.choose', {
          defaultMessage: 'Choose a service',
        })}
        offered={offered}
        chosen={service === undefined ? [] : [service]}
        onChange={(names) => setService(names.at(-1))}
      />
      <EuiFormRow
        label={translate('logAi.expectations.kind.sensitivity', { defaultMessage: 'Sensitivity' })}
        helpText={translate('logAi.expectations.sensitivity.help', {
          defaultMessage:
            'New anomalies of the service score about one severity lower or higher. Take it back to return to normal.',
        })}
      >
        <EuiRadioGroup
          compressed
          name={name}
          options={SENSITIVITIES.map((id) => ({ id: `${name}-${id}`, label: sensitivityText(id) }))}
          idSelected={`${name}-${sensitivity}`}
          onChange={(id) => setSensitivity(id.slice(name.length + 1) as Sensitivity)}
        />
      </EuiFormRow>
      <NoteField note={note} onChange={setNote} />
    </FormModal>
  );
}
