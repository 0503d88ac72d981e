import { ANOMALY_TYPES } from '../../common/choices.ts';
import { ANOMALY_TYPE_LABELS } from './anomaly_type_label.ts';
import type { LaneKind } from './swimlane.ts';

/** The name of a lane as people read it. A link may name a type that there is not: it stays as it is. */
export function laneLabelOf({ name, by }: { readonly name: string; readonly by: LaneKind }): string {
  const type = by === 'type' ? ANOMALY_TYPES.find((one) => one === name) : undefined;
  return type ? ANOMALY_TYPE_LABELS[type] : name;
}
