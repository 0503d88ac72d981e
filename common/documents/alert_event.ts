import * as z from 'zod';
import { date, float, keyword, keywordOf, text } from './field.ts';

/** `event` of what may alert somebody: an anomaly, an incident. */
export const AlertEvent = () =>
  z.strictObject({
    /** Minted when it is found first; it stays. */
    id: keyword(),
    kind: keywordOf(['alert']),
    /** The minutes that are abnormal, not those of the windows that show it. */
    start: date(),
    end: date(),
    /** When it was first written. */
    created: date(),
    /** When anything of it last changed. */
    updated: date(),
    /** What it is, in English. */
    reason: text(),
    /** 0–100, in Elastic's bands of 25, 50 and 75. */
    risk_score: float(),
  });

/** Who did something, and when. `by` is absent where nobody was named. */
export const Act = () => z.strictObject({ by: keyword().optional(), at: date() });
