import { EuiDatePicker, EuiFormRow } from '@elastic/eui';
import type { Moment } from 'moment-timezone';
import { useState } from 'react';
import { HOUR_MS } from '../../common/minutes.ts';
import { useServices } from '../app/services.ts';
import { translate } from '../kibana/i18n.ts';
import { ServicePicker } from '../rules/service_picker.tsx';
import { momentAt } from '../time/format_time.ts';
import { FormModal } from './form_modal.tsx';
import { NoteField } from './note_field.tsx';
import { useExpect } from './use_expectations.ts';

/** Plans a time in which what happens in some or all services is expected. */
export function MaintenanceForm({ onClose }: { readonly onClose: () => void }) {
  const { api, settings } = useServices();
  const { time_zone, date_format } = settings;
  const minuteAt = (time: number) => momentAt(time, time_zone).startOf('minute');
  const [from, setFrom] = useState<Moment>(() => minuteAt(Date.now()));
  const [until, setUntil] = useState<Moment>(() => minuteAt(Date.now() + HOUR_MS));
  const [services, setServices] = useState<readonly string[]>([]);
  const [note, setNote] = useState('');
  const { mutate, isLoading } = useExpect(onClose);
  const isForward = from.isBefore(until);
  const pick = (label: string, chosen: Moment, choose: (time: Moment) => void, error?: string) => (
    <EuiFormRow fullWidth label={label} isInvalid={error !== undefined} error={error}>
      <EuiDatePicker
        fullWidth
        compressed
        showTimeSelect
        aria-label={label}
        dateFormat={date_format}
        selected={chosen}
        isInvalid={error !== undefined}
        popoverPlacement="downCenter"
        onChange={(time) => time && choose(time)}
      />
    </EuiFormRow>
  );
  return (
    <FormModal
      title={translate('logAi.expectations.maintenance.title', { defaultMessage: 'Plan maintenance' })}
      isValid={isForward}
      isSaving={isLoading}
      onClose={onClose}
      onSave={() =>
        mutate({
          kind: 'maintenance',
          about: services.length > 0 ? { services: [...services] } : {},
          from: from.toISOString(),
          until: until.toISOString(),
          note,
        })
      }
    >
      {pick(translate('logAi.expectations.maintenance.from', { defaultMessage: 'Start' }), from, setFrom)}
      {pick(
        translate('logAi.expectations.maintenance.until', { defaultMessage: 'End' }),
        until,
        setUntil,
        isForward
          ? undefined
          : translate('logAi.expectations.maintenance.backward', {
              defaultMessage: 'The end must be after the start.',
            }),
      )}
      <ServicePicker api={api} chosen={services} errors={undefined} onChange={setServices} />
      <NoteField note={note} onChange={setNote} />
    </FormModal>
  );
}
