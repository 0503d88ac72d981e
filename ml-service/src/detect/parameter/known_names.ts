import { z } from 'zod';

/** Texts of a parameter, by their hashes. */
export const KnownNames = z.strictObject({
  /** Each with how often it was seen; nothing once there are too many. */
  seen: z.array(z.tuple([z.number(), z.int()])),
  /** More than are remembered: they are not told apart any more. */
  is_varied: z.boolean(),
  /** How many were seen since one came that was new, and the minute in which it came. */
  since_new: z.int(),
  new_at: z.int(),
  /** Those that an anomaly is of that goes on. */
  told: z.array(z.number()),
});
export type KnownNames = z.infer<typeof KnownNames>;

/** Names as they are after a minute, and those of it that were never seen before. */
export interface JoinedNames {
  readonly names: KnownNames;
  /** In the order in which they came; each as often as it did. */
  readonly unseen: readonly number[];
}

/** Takes up the names of a minute. */
export function joinNames(
  before: KnownNames | undefined,
  {
    minute,
    values,
    max_names,
  }: { readonly minute: number; readonly values: readonly number[]; readonly max_names: number },
): JoinedNames {
  const known = before ?? { seen: [], is_varied: false, since_new: 0, new_at: minute, told: [] };
  if (known.is_varied) return { names: known, unseen: [] };
  const seen = new Map(known.seen);
  const unseen = values.filter((value) => !seen.has(value));
  for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1);
  if (seen.size > max_names)
    return { names: { seen: [], is_varied: true, since_new: 0, new_at: minute, told: [] }, unseen };
  const isNew = unseen.length > 0;
  return {
    names: {
      ...known,
      seen: [...seen].sort(([a], [b]) => a - b),
      since_new: isNew ? 0 : known.since_new + values.length,
      new_at: isNew ? minute : known.new_at,
    },
    unseen,
  };
}

/**
 * The chance that the next name was never seen: as often as one came just once (Good, "The population frequencies of species
 * and the estimation of population parameters", 1953), and no less than the rule of succession has it of what did not come yet.
 */
export function chanceOfNew({ seen, since_new }: KnownNames): number {
  const all = seen.reduce((sum, [, count]) => sum + count, 0);
  const once = seen.filter(([, count]) => count === 1).length;
  return Math.min(1, Math.max(1 / (since_new + 1), once / Math.max(1, all)));
}
