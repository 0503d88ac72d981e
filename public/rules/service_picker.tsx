import { useEffect, useState } from 'react';
import type { ApiClient } from '../api/api_client.ts';
import { NamePicker } from './name_picker.tsx';
import { translate } from '../kibana/i18n.ts';

const DAY_MS = 86_400_000;

/** Services to choose from: those with lines in the last day. Without an answer their names are typed. */
function useServices(api: ApiClient): readonly string[] {
  const [services, setServices] = useState<readonly string[]>([]);
  useEffect(() => {
    const aborting = new AbortController();
    const [from, to] = [Date.now() - DAY_MS, Date.now()].map((time) => new Date(time).toISOString());
    api
      .call('counts', { query: { from: from!, to: to!, split: ['service'], buckets: 1 } }, aborting.signal)
      .then(({ series }) => {
        const names = new Set(series.flatMap(({ service }) => service ?? []));
        setServices([...names].sort((a, b) => a.localeCompare(b)));
      })
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
      offered={useServices(api)}
      chosen={chosen}
      errors={errors}
      isOpen
      onChange={onChange}
    />
  );
}
