import type { AnomalyType } from '../../common/documents/anomaly_document.ts';

/** Types of anomalies as people read them. */
export const ANOMALY_TYPE_LABELS: Readonly<Record<AnomalyType, string>> = {
  frequency: 'Frequency',
  drop: 'Drop',
  new_template: 'New template',
  sequence: 'Sequence',
  semantic: 'Unusual meaning',
  parameter: 'Unusual value',
};
