import type { CountReader } from '../counts/count_reader.ts';
import type { Departure, Spell } from './spell.ts';

/** So long after its last minute a spell goes on when it comes again. */
const GOES_ON_MINUTES = 10;
/** Without a minute that shows it in so many known ones a spell is over. */
const OVER_MINUTES = 5;

/** Spells as they are, and those of which something is to be said. */
export interface FollowedSpells {
  readonly spells: readonly Spell[];
  readonly reported: readonly Spell[];
}

/** What a minute shows of a subject. */
export interface SeenMinute {
  readonly minute: number;
  readonly counts: Pick<CountReader, 'knownMinutes'>;
  /** What is abnormal in the windows that end with it, if anything. */
  readonly departure: Departure | undefined;
  /** Whether what was abnormal still is. */
  readonly shows: (type: Spell['type']) => boolean;
  /** What these minutes had, in the terms of `typical` and `actual`. */
  readonly amountIn: (minutes: readonly number[]) => number;
  /** A spell with what is told of all its minutes. */
  readonly withTotal: (spell: Spell) => Spell;
}

/** What becomes of the spells of a subject in a minute that was judged: they begin, go on, and are over. */
export function followSpells(before: readonly Spell[], seen: SeenMinute): FollowedSpells {
  const { departure } = seen;
  const spells: Spell[] = [];
  const reported: Spell[] = [];
  let is_told = departure === undefined;
  for (const spell of before) {
    const more = departure !== undefined && isMoreOf(spell, departure) ? departure : undefined;
    is_told ||= more !== undefined;
    const next = goOn(spell, more, seen);
    spells.push(next);
    if (next !== spell) reported.push(next);
  }
  if (!is_told) {
    const spell = seen.withTotal(beginSpell(departure!));
    spells.push(spell);
    reported.push(spell);
  }
  return { spells, reported };
}

/**
 * What becomes of spells of which nothing was judged: they expire where nothing is known any more, and are forgotten when they
 * are long past.
 *
 * @param options.reach - Minutes that are remembered.
 * @param options.open - Minutes without any that shows it, after which it has expired.
 * @returns Undefined where nothing changed.
 */
export function ageSpells(
  before: readonly Spell[],
  { minute, reach, open }: { readonly minute: number; readonly reach: number; readonly open: number },
): FollowedSpells | undefined {
  const spells: Spell[] = [];
  const reported: Spell[] = [];
  for (const spell of before) {
    const isOver = spell.status === 'active' && minute - spell.last > open;
    const next: Spell = isOver ? { ...spell, status: 'expired' } : spell;
    if (isOver) reported.push(next);
    if (next.status === 'active' || minute - next.last < reach) spells.push(next);
  }
  return reported.length === 0 && spells.length === before.length ? undefined : { spells, reported };
}

/** What a spell is after this minute: the same, where nothing is to be said. */
function goOn(
  spell: Spell,
  more: Departure | undefined,
  { minute, counts, shows, amountIn, withTotal }: SeenMinute,
): Spell {
  const isActive = spell.status === 'active';
  const last = Math.max(spell.last, more?.last ?? 0, isActive && shows(spell.type) ? minute : 0);
  if (last > spell.last) return withTotal({ ...extended(spell, more), status: 'active', last });
  if (!isActive) return spell;
  const since = counts.knownMinutes({ from: spell.last + 1, to: minute + 1 });
  if (since.length < OVER_MINUTES) return extended(spell, more);
  return { ...spell, status: 'resolved', is_level: isStillSo(spell, amountIn(since)) };
}

/** Whether there is as much as there was in a spell: then it is over because it is the level by now. */
function isStillSo({ type, typical, actual }: Spell, amount: number): boolean {
  const between = Math.sqrt(Math.max(typical, 0.01) * Math.max(actual, 0.01));
  return type === 'frequency' ? amount > between : amount < between;
}

/** Whether what departs is what a spell is of, or goes on with it. */
function isMoreOf({ type, start, last, is_level }: Spell, departure: Departure): boolean {
  return (
    !is_level &&
    type === departure.type &&
    departure.start - last <= GOES_ON_MINUTES &&
    departure.last >= start
  );
}

function beginSpell({ type, start, last, typical, actual, surprise, window_minutes }: Departure): Spell {
  return {
    type,
    start,
    last,
    status: 'active',
    is_level: false,
    typical,
    actual,
    surprise,
    window_minutes,
    total: 0,
  };
}

function extended(spell: Spell, more: Departure | undefined): Spell {
  if (more === undefined || more.surprise <= spell.surprise) return spell;
  const { surprise, actual, typical, window_minutes } = more;
  return { ...spell, surprise, actual, typical, window_minutes };
}
