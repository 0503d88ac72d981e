import { useEffect, useState } from 'react';
import { DAY_MS } from '../../common/minutes.ts';
import type { ApiClient } from '../api/api_client.ts';
import { serviceNamesIn } from '../api/service_names.ts';
import { NamePicker } from './name_picker.tsx';
import { translate } from '../kibana/i18n.ts';

/** Services to choose from: those with lines in the last day. Without an answer their names are typed. */
function useOfferedServices(api: ApiClient): readonly string[] {
  const [services, setServices] = useState<readonly string[]>([]);
  useEffect(() => {
    const aborting = new AbortController();
    const now = Date.now();
    const range = { from: new Date(now - DAY_MS).toISOString(), to: new Date(now).toISOString() };
    api
      .call('counts', { query: { ...range, split: ['service'], buckets: 1 } }, aborting.signal)
      .then(({ series }) => setServices(serviceNamesIn(series)))
      .catch(() => undefined);
    return () => aborting.abort();
  }, [api]);
  return services;
}

/** The services that a rule is about. */
export function ServicePicker({
  api,
  help,
  chosen,
  errors,
  onChange,
}: {
  readonly api: ApiClient;
  readonly help?: string;
  readonly chosen: readonly string[];
  readonly errors: readonly string[] | undefined;
  readonly onChange: (services: string[]) => void;
}) {
  return (
    <NamePicker
      label={translate('logAi.rules.services', { defaultMessage: 'Services' })}
      {...(help !== undefined && { help })}
      placeholder={translate('logAi.rules.allServices', { defaultMessage: 'All services' })}
      offered={useOfferedServices(api)}
      chosen={chosen}
      errors={errors}
      isOpen
      onChange={onChange}
    />
  );
}
