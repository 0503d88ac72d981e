import { EuiComboBox } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';

/** One service or all of them. A name that is not offered can be typed. */
export function ServiceFilter({
  services,
  service,
  onChange,
}: {
  readonly services: readonly string[];
  readonly service: string | undefined;
  readonly onChange: (service: string | undefined) => void;
}) {
  return (
    <EuiComboBox
      compressed
      fullWidth
      aria-label={translate('logAi.anomalies.filters.service', { defaultMessage: 'Service' })}
      placeholder={translate('logAi.anomalies.filters.allServices', { defaultMessage: 'All services' })}
      singleSelection={{ asPlainText: true }}
      options={services.map((label) => ({ label }))}
      selectedOptions={service === undefined ? [] : [{ label: service }]}
      onChange={([chosen]) => onChange(chosen?.label)}
      onCreateOption={onChange}
      customOptionText={translate('logAi.anomalies.filters.customService', {
        defaultMessage: 'Show {name}',
        values: { name: '{searchValue}' },
      })}
    />
  );
}
