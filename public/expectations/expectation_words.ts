import type { Expectation } from '../../common/api.ts';
import type { SENSITIVITIES } from '../../common/choices.ts';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import { translate } from '../kibana/i18n.ts';

type Said = Pick<Expectation, 'kind' | 'about' | 'sensitivity'>;

const SENSITIVITY_TEXTS: Readonly<Record<(typeof SENSITIVITIES)[number], () => string>> = {
  low: () => translate('logAi.expectations.sensitivity.low', { defaultMessage: 'Low' }),
  high: () => translate('logAi.expectations.sensitivity.high', { defaultMessage: 'High' }),
};

export function sensitivityText(sensitivity: (typeof SENSITIVITIES)[number]): string {
  return SENSITIVITY_TEXTS[sensitivity]();
}

const KIND_TEXTS: Readonly<Record<string, () => string>> = {
  expected: () => translate('logAi.expectations.kind.expected', { defaultMessage: 'Expected' }),
  maintenance: () => translate('logAi.expectations.kind.maintenance', { defaultMessage: 'Maintenance' }),
  sensitivity: () => translate('logAi.expectations.kind.sensitivity', { defaultMessage: 'Sensitivity' }),
};

/** What was said; of a kind that a newer service brought its name. */
export function kindText({ kind, sensitivity }: Said): string {
  const text = KIND_TEXTS[kind]?.() ?? kind;
  return sensitivity === undefined ? text : `${text}: ${sensitivityText(sensitivity)}`;
}

/**
 * Which anomalies are meant, part by part.
 *
 * @example
 * aboutText({ services: ['cart', 'checkout'], type: 'drop' }) // 'Drop · cart, checkout'
 */
export function aboutText({ type, template_id, parameter, services }: Expectation['about']): string {
  const parts = [
    type && anomalyTypeText(type),
    template_id,
    parameter && `${parameter.name} = ${parameter.value}`,
    services?.join(', '),
  ].filter((part) => part !== undefined);
  return parts.length > 0
    ? parts.join(' · ')
    : translate('logAi.expectations.everything', { defaultMessage: 'All services' });
}
