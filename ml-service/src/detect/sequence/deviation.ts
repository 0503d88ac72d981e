import type { CountBreach } from './event_counts.ts';
import type { Signal, SequenceModel, SessionMeasure } from './sequence_model.ts';
import type { DeviationKind } from './kind_memory.ts';
import type { Sequence } from './sequence.ts';

/** What comes at least so often at a place is missed where it does not come. */
const EXPECTED_SHARE = 0.5;
/** What usually comes there, of which so much is shown. */
const MOST_EXPECTED = 3;

/** How a session differs from those of its kind. */
export interface Deviation {
  readonly kind: DeviationKind;
  /** The step that is missing, or that came; undefined: its end. */
  readonly event: string | undefined;
  /** Where it shows, from 0. */
  readonly position: number;
  /** What usually comes there; undefined: the end. */
  readonly expected: readonly (string | undefined)[];
}

/** Says of a session that exceeds its limits in what it deviates. */
export function deviationOf(
  model: SequenceModel,
  sequence: Sequence,
  { measure: { breaches, step }, exceeded }: { measure: SessionMeasure; exceeded: readonly Signal[] },
): Deviation {
  const expectedAt = (position: number) => model.expectedAt(sequence, position, MOST_EXPECTED);
  const namesAt = (position: number) => expectedAt(position).map(({ event }) => event);
  const isByStep = exceeded.includes('step') || exceeded.includes('flow');
  const [breach] = breaches;
  const { position } = step;
  const came = sequence[position];
  const [usual] = expectedAt(position);
  const missed = usual?.event;
  if (isByStep && missed !== undefined && usual!.share >= EXPECTED_SHARE && !sequence.includes(missed)) {
    return { kind: 'missing', event: missed, position, expected: namesAt(position) };
  }
  if (breach && (!isByStep || breach.event === came)) {
    const at = placeOf(sequence, breach, position);
    return {
      kind: breach.count < breach.least ? 'missing' : 'extra',
      event: breach.event,
      position: at,
      expected: namesAt(at),
    };
  }
  return { kind: 'order', event: came, position, expected: namesAt(position) };
}

/** Of an event that is too much, the first that is; of one that is missing, the most surprising step. */
function placeOf(sequence: Sequence, { event, count, most }: CountBreach, surprising: number): number {
  if (count <= most) return surprising;
  let seen = 0;
  return sequence.findIndex((one) => one === event && ++seen > most);
}

/**
 * The same for sessions that deviate in the same way: by the step, and for one out of order by the one before it.
 *
 * @example
 * deviationKeyOf({ kind: 'missing', event: 'template_paid_1', … }, sequence) // 'missing:template_paid_1'
 */
export function deviationKeyOf({ kind, event = '', position }: Deviation, sequence: Sequence): string {
  return kind === 'order' ? `order:${event}:${sequence[position - 1] ?? ''}` : `${kind}:${event}`;
}
