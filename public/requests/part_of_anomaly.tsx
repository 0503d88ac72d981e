import { translate } from '../kibana/i18n.ts';
import { HereLink } from '../url/here_link.tsx';

/** Why a request failed that has no error: its steps. The anomaly says which. */
export function PartOfAnomaly({ anomaly_id }: { readonly anomaly_id: string }) {
  return (
    <HereLink patch={{ anomaly: anomaly_id }}>
      {translate('logAi.requests.partOfAnomaly', {
        defaultMessage: 'Its steps are part of an anomaly.',
      })}
    </HereLink>
  );
}
