import type { Detector } from '../detector.ts';
import { RATE_PROFILES, type RateProfile } from '../profiles/rate_profile.ts';
import { SeriesStates } from './series_states.ts';

/** What detectors remember between two runs, each of its own. A run changes it. */
export class DetectionState {
  /** Minutes before this one are judged. */
  evaluated_until: number | undefined;
  /** What is usual of each series. It is not forgotten when minutes are judged again. */
  readonly profiles: SeriesStates<RateProfile>;
  private readonly states = new Map<string, SeriesStates>();

  constructor({ profiles = new SeriesStates(RATE_PROFILES) }: { profiles?: SeriesStates<RateProfile> } = {}) {
    this.profiles = profiles;
  }

  of({ name, state }: Pick<Detector, 'name' | 'state'>): SeriesStates {
    let states = this.states.get(name);
    if (!states) this.states.set(name, (states = new SeriesStates(state)));
    return states;
  }
}
