import type { Anomaly } from '../../common/api.ts';
import type { ExpectationAbout } from '../../common/api/expectations.ts';
import type { ExpectedValue } from './shared_values.ts';
import { translate } from '../kibana/i18n.ts';

/** What a person may mean who says of an anomaly that it is expected. */
export type Scope = 'anomaly' | 'value' | 'template_in_service' | 'template' | 'service';

/** Those that the anomaly has; the least first. @param values - Those that its lines share. */
export function scopesOf(
  { service, log_ai: { template } }: Anomaly,
  values: readonly ExpectedValue[] = [],
): readonly Scope[] {
  return [
    'anomaly',
    ...(template && values.length > 0 ? (['value'] as const) : []),
    ...(template && service ? (['template_in_service'] as const) : []),
    ...(template ? (['template'] as const) : []),
    ...(service ? (['service'] as const) : []),
  ];
}

/**
 * What an expectation of that scope is about; undefined: it is said of this anomaly alone.
 *
 * @param value - Of the scope `value`.
 */
export function aboutOf(
  scope: Scope,
  { service, log_ai: { template } }: Anomaly,
  value?: ExpectedValue,
): ExpectationAbout | undefined {
  if (scope === 'anomaly') return undefined;
  return {
    ...(template && scope !== 'service' && { template_id: template.id }),
    ...(service && scope !== 'template' && { services: [service.name] }),
    ...(value && scope === 'value' && { parameter: value }),
  };
}

export function scopeText(scope: Scope, { service }: Anomaly): string {
  switch (scope) {
    case 'anomaly':
      return translate('logAi.expectations.scope.anomaly', { defaultMessage: 'This anomaly only' });
    case 'value':
      return service
        ? translate('logAi.expectations.scope.valueInService', {
            defaultMessage: 'This template in {service} with one value',
            values: { service: service.name },
          })
        : translate('logAi.expectations.scope.value', { defaultMessage: 'This template with one value' });
    case 'template_in_service':
      return translate('logAi.expectations.scope.templateInService', {
        defaultMessage: 'This template in {service}',
        values: { service: service?.name ?? '' },
      });
    case 'template':
      return translate('logAi.expectations.scope.template', {
        defaultMessage: 'This template in all services',
      });
    case 'service':
      return translate('logAi.expectations.scope.service', {
        defaultMessage: 'Every anomaly in {service}',
        values: { service: service?.name ?? '' },
      });
  }
}
