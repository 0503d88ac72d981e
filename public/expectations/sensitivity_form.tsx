import { useState } from 'react';
import { SENSITIVITIES } from '../../common/choices.ts';
import type { Sensitivity } from '../../common/documents/expectation_document.ts';
import { useServiceNames } from '../api/use_service_names.ts';
import { translate } from '../kibana/i18n.ts';
import { NamePicker } from '../rules/name_picker.tsx';
import { sensitivityText } from './expectation_words.ts';
import { Choice } from './choice.tsx';
import { FormModal } from './form_modal.tsx';
import { NoteField } from './note_field.tsx';
import { useExpect } from './use_expectations.ts';

/** Chooses how much the anomalies of a service matter from now on; to take it back is to have it normal again. */
export function SensitivityForm({ onClose }: { readonly onClose: () => void }) {
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
          note,
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
      <Choice
        label={translate('logAi.expectations.kind.sensitivity', { defaultMessage: 'Sensitivity' })}
        help={translate('logAi.expectations.sensitivity.help', {
          defaultMessage:
            'New anomalies of the service score about one severity lower or higher. Take it back to return to normal.',
        })}
        options={SENSITIVITIES}
        textOf={sensitivityText}
        chosen={sensitivity}
        onChange={setSensitivity}
      />
      <NoteField note={note} onChange={setNote} />
    </FormModal>
  );
}
