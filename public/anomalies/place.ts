import type { Anomaly } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';

/** What stands where a service would, of what is abnormal in none or in several. */
const noService = () => translate('logAi.anomalies.place.none', { defaultMessage: 'No single service' });

/** The service of an anomaly, as a table or a lane names it. */
export function placeOf({ service }: Anomaly): string {
  return service?.name ?? noService();
}

/**
 * A type with its service.
 *
 * @example
 * inPlace('Frequency', anomaly) // 'Frequency in checkout'; 'Frequency' where it is of no single service
 */
export function inPlace(what: string, { service }: Anomaly): string {
  return service
    ? translate('logAi.anomalies.place.inService', {
        defaultMessage: '{what} in {service}',
        values: { what, service: service.name },
      })
    : what;
}

/** Whether it lasts, as far as its detector can say; that people expected it does not end it. */
export function isOngoing({ anomaly }: Anomaly): boolean {
  return anomaly.found_status === 'active';
}
