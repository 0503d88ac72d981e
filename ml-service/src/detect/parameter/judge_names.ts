import type { ParameterConfig } from '../../settings/detectors.ts';
import type { ParameterValues } from '../detector.ts';
import { followSpells } from '../spells/follow_spells.ts';
import type { Departure, Spell } from '../spells/spell.ts';
import { OUTLIER_WINDOW } from './finding.ts';
import { chanceOfNew, joinNames, type KnownNames } from './known_names.ts';
import {
  type JudgedParameter,
  minutesOf,
  type ParameterMemory,
  requestsOf,
  withMinute,
} from './parameter_memory.ts';

/** Minutes of which it is known that there were any: a spell is over after fewer. */
const REMEMBERED_MINUTES = 10;

/** Judges the texts of a parameter in a minute: one that was never seen is told where few are known and none came for long. */
export function judgeNames(
  { service, values, references, request_ids }: ParameterValues,
  {
    minute,
    before,
    config,
  }: { readonly minute: number; readonly before: ParameterMemory; readonly config: ParameterConfig },
): JudgedParameter {
  const { max_names, level_minutes } = config;
  const known = before.names;
  const { names, unseen } = joinNames(known, { minute, values, max_names });
  const seen = { minute, count: values.length, mean: 0, squares: 0 };
  const minutes = withMinute(before, { seen, from: minute + 1 - REMEMBERED_MINUTES });
  const departure = isSettled(known, minute, config) ? departureOf(unseen, known!, minute) : undefined;
  const active = before.spells.find(({ status }) => status === 'active');
  // What lasted for so long is not told any more.
  const isLevel = active !== undefined && minute - active.start >= level_minutes;
  const told = isLevel ? [] : departure || active ? [...(known?.told ?? []), ...unseen] : [];
  const told_now = values.filter((value) => told.includes(value)).length;
  const { spells, reported } = followSpells(before.spells, {
    minute,
    counts: {
      knownMinutes: ({ from, to }) =>
        minutesOf({ minutes }, from)
          .map((one) => one.minute)
          .filter((one) => one < to),
    },
    departure,
    shows: () => told_now > 0,
    amountIn: () => (isLevel ? Infinity : 0),
    withTotal: (spell) => ({ ...spell, total: spell.total + told_now }),
  });
  const first = departure && references?.[values.indexOf(unseen[0]!)];
  return {
    kind: names.is_varied ? 'varied' : isSettled(names, minute, config) ? 'judged' : 'insufficient_history',
    memory: {
      ...before,
      ...(service !== undefined && { service }),
      names: { ...names, told: isOpen(spells) ? [...new Set(told)].slice(0, max_names) : [] },
      minutes,
      spells: spells.filter(({ status, last }) => status === 'active' || minute - last < level_minutes),
      ...(first && { sample: { minute, reference: first } }),
      ...(told_now > 0 &&
        request_ids && {
          request_ids: requestsOf(request_ids.filter((_id, at) => told.includes(values[at]!))),
        }),
    },
    reported,
  };
}

function isOpen(spells: readonly Spell[]): boolean {
  return spells.some(({ status }) => status === 'active');
}

/** Whether few texts are known, none came for so long, and so few came just once, that another one would be news. */
function isSettled(names: KnownNames | undefined, minute: number, config: ParameterConfig): boolean {
  return (
    names !== undefined &&
    !names.is_varied &&
    chanceOfNew(names) * config.min_settled_values < 1 &&
    minute - names.new_at >= config.settled_minutes
  );
}

function departureOf(unseen: readonly number[], known: KnownNames, minute: number): Departure | undefined {
  if (unseen.length === 0) return undefined;
  return {
    type: 'frequency',
    surprise: -Math.log(chanceOfNew(known)),
    typical: known.seen.length,
    actual: unseen.length,
    window_minutes: OUTLIER_WINDOW,
    start: minute,
    last: minute,
  };
}
