import type { AnomalyType } from '../../common/documents/anomaly_document.ts';

const LABELS: Readonly<Record<AnomalyType, string>> = {
  frequency: 'Frequency',
  drop: 'Drop',
  new_template: 'New template',
  sequence: 'Sequence',
  semantic: 'Unusual meaning',
  parameter: 'Unusual value',
};

/**
 * A type of anomalies as people read it; one that a newer service brought by its name.
 *
 * @example
 * anomalyTypeText('semantic') // 'Unusual meaning'
 * anomalyTypeText('clock_skew') // 'Clock skew'
 */
export function anomalyTypeText(type: string): string {
  if (Object.hasOwn(LABELS, type)) return LABELS[type as AnomalyType];
  const words = type.replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
