import { anomalyTypeText } from './anomaly_type_label.ts';
import type { LaneKind } from './swimlane.ts';

/** The name of a lane as people read it. */
export function laneLabelOf({ name, by }: { readonly name: string; readonly by: LaneKind }): string {
  return by === 'type' ? anomalyTypeText(name) : name;
}
