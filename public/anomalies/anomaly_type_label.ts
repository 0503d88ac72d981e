import type { AnomalyType } from '../../common/documents/anomaly_document.ts';
import { translate } from '../kibana/i18n.ts';

const LABELS: Readonly<Record<AnomalyType, () => string>> = {
  frequency: () => translate('logAi.anomalies.type.frequency', { defaultMessage: 'Frequency' }),
  drop: () => translate('logAi.anomalies.type.drop', { defaultMessage: 'Drop' }),
  new_template: () => translate('logAi.anomalies.type.newTemplate', { defaultMessage: 'New template' }),
  new_source: () => translate('logAi.anomalies.type.newSource', { defaultMessage: 'New source' }),
  sequence: () => translate('logAi.anomalies.type.sequence', { defaultMessage: 'Sequence' }),
  semantic: () => translate('logAi.anomalies.type.semantic', { defaultMessage: 'Unusual meaning' }),
  parameter: () => translate('logAi.anomalies.type.parameter', { defaultMessage: 'Unusual value' }),
};

/**
 * A type of anomalies as people read it; one that a newer service brought by its name.
 *
 * @example
 * anomalyTypeText('semantic') // 'Unusual meaning'
 * anomalyTypeText('clock_skew') // 'Clock skew'
 */
export function anomalyTypeText(type: string): string {
  if (Object.hasOwn(LABELS, type)) return LABELS[type as AnomalyType]();
  const words = type.replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
