import type { DetectVerdict } from '../../common/api.ts';
import { countOf } from '../../common/format_quantity.ts';

/** The name of a detector in a sentence, e.g. `new template`. */
export function detectorName({ detector }: Pick<DetectVerdict, 'detector'>): string {
  return detector.replaceAll('_', ' ');
}

/**
 * What a detector could say of the last minutes, as a sentence's end.
 *
 * @example
 * verdictText({ detector: 'frequency', verdict: 'judged', minutes: 1 }) // 'judged 1 minute'
 */
export function verdictText({ verdict, minutes, known_minutes, needed_minutes }: DetectVerdict): string {
  const of = countOf(minutes, 'minute');
  switch (verdict) {
    case 'judged':
      return `judged ${of}`;
    case 'insufficient_history':
      return `cannot say yet: it knows ${known_minutes ?? 0} of the ${countOf(needed_minutes ?? 0, 'minute')} of history that it needs`;
    case 'unknown_templates':
      return `cannot say of ${of}: too many lines had no template`;
    case 'unknown_minute':
      return `cannot say of ${of} without lines`;
    case 'state_discarded':
      return 'began afresh: what it remembered was of another version';
  }
}
