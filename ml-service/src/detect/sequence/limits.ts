import type { SequenceModel, Signal, Signals } from './sequence_model.ts';

/** Above these a session is abnormal. */
export type Limits = Signals;

/**
 * Limits that of the learned sessions themselves, each looked at by all others, so many exceed: never more than `rates` of
 * them, and of few none. Nothing else is known of a kind of sessions, so nothing else is asked.
 *
 * @param rates - Shares of the sessions, by signal.
 */
export function limitsOf(
  model: SequenceModel,
  rates: Readonly<Record<Signal, number>>,
  held_out = model.heldOut(),
): Limits {
  const limit = (signal: Signal) => {
    let left = Math.floor(rates[signal] * model.sessions);
    const falling = held_out
      .map(({ sessions, signals }) => ({ sessions, value: signals[signal] }))
      .sort((a, b) => b.value - a.value);
    for (const { sessions, value } of falling) {
      left -= sessions;
      if (left < 0) return value;
    }
    return 0;
  };
  return { counts: limit('counts'), flow: limit('flow'), step: limit('step') };
}

/** The signals that are above their limits. */
export function exceededOf(signals: Signals, limits: Limits): readonly Signal[] {
  // What is computed in another order differs by rounding, not by more.
  const above = (signal: Signal) => signals[signal] > limits[signal] * (1 + 1e-9) + 1e-9;
  return (['counts', 'step', 'flow'] as const).filter(above);
}
