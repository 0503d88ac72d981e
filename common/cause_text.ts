import { countOf, formatDuration } from './format_quantity.ts';
import { excerptOf } from './excerpt.ts';

/** A line of a service, by the text of its template. */
export interface CauseStep {
  readonly service: string;
  readonly text: string;
}

/** Evidence that a service is the cause, in parts. */
export type CauseParts =
  | {
      readonly kind: 'missing' | 'error';
      readonly step: CauseStep;
      readonly after: CauseStep;
      readonly before: { readonly count: number; readonly of: number };
      readonly during: { readonly count: number; readonly of: number };
    }
  | {
      readonly kind: 'slow';
      readonly step: CauseStep;
      readonly after: CauseStep;
      readonly typical_ms: number;
      readonly actual_ms: number;
      readonly count: number;
    };

/** Characters of a line that are shown. */
const SHOWN = 60;

/**
 * Evidence in a sentence.
 *
 * @example
 * causeSentence(parts) // 'stock "Reserved <sku>" came after checkout "Reserving <sku>" in 0 of 46 requests, otherwise in 64 of 64'
 */
export function causeSentence(parts: CauseParts): string {
  const step = stepText(parts.step);
  const after = parts.after.service === parts.step.service ? quoted(parts.after) : stepText(parts.after);
  if (parts.kind === 'slow') {
    const { actual_ms, typical_ms, count } = parts;
    const times = countOf(count, 'time');
    return `${step} came ${formatDuration(actual_ms)} after ${after}, otherwise ${formatDuration(typical_ms)} (${times})`;
  }
  const { before, during } = parts;
  const came = `in ${during.count} of ${countOf(during.of, 'request')}`;
  return `${step} came after ${after} ${came}, otherwise in ${before.count} of ${before.of}`;
}

function stepText(step: CauseStep): string {
  return `${step.service} ${quoted(step)}`;
}

function quoted({ text }: CauseStep): string {
  return `"${excerptOf(text, SHOWN)}"`;
}
