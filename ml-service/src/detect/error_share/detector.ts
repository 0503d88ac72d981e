import type { z } from 'zod';
import { compareText } from '../../../../common/compare_text.ts';
import { ErrorShareConfig } from '../../settings/detectors.ts';
import {
  configurationOf,
  defineDetector,
  type Detector,
  type Evaluation,
  type Observation,
  type SeriesState,
  verdictOfHistory,
} from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { subjectKeyOf } from '../findings/subject.ts';
import { ageSpells, followSpells } from '../spells/follow_spells.ts';
import { type Spell, SpellMemory } from '../spells/spell.ts';
import { errorShareFinding } from './finding.ts';
import { departureOf, LONGEST_WINDOW, type ServiceMinutes, showsIt, sumOf, usualShare } from './share.ts';

const NAME = 'error_share';
const MINUTES_A_DAY = 1440;
/** A minute of few lines says nothing by itself: it goes on where the last ones do together. */
const GOING_ON_MINUTES = 3;

/**
 * Finds services of whose lines far more are errors (ERROR or worse; of an access log the statuses from 500 on) than in the hour
 * and a half before, at whatever rate. It needs no day of history, so it judges an hour of a file, too.
 *
 * What was abnormal does not become usual: its minutes are left out, until they take up half of the time.
 *
 * @throws LogAiError `config_invalid`.
 */
export function errorShareDetector(options: z.input<typeof ErrorShareConfig> = {}): Detector<SpellMemory> {
  const config = configurationOf(ErrorShareConfig, options);
  const reach = LONGEST_WINDOW + config.level_minutes;
  return defineDetector<SpellMemory>({
    name: NAME,
    state: { version: 1, entry: SpellMemory },
    types: ['frequency'],
    lookback_minutes: reach,
    memory_minutes: reach,
    judge: (observation) => judge(observation, { config, reach }),
  });
}

function judge(
  { minute, counts, state }: Observation & { readonly state: SeriesState<SpellMemory> },
  { config, reach }: { readonly config: ErrorShareConfig; readonly reach: number },
): Evaluation<SpellMemory> {
  const range = { from: minute + 1 - reach, to: minute + 1 };
  const minutes = counts.knownMinutes(range);
  const level_minutes = minutes.filter((one) => one <= minute - LONGEST_WINDOW);
  const verdict = verdictOfHistory({
    detector: NAME,
    minute,
    known_minutes: level_minutes.length,
    needed_minutes: config.min_level_minutes,
  });
  const changes = new Map<string, SpellMemory | undefined>();
  const found: [key: string, finding: Finding][] = [];
  const keep = (key: string, memory: SpellMemory, reported: readonly Spell[]) => {
    changes.set(key, memory.spells.length === 0 ? undefined : memory);
    for (const spell of reported) {
      found.push([key, errorShareFinding({ service: memory.service, spell, config })]);
    }
  };

  const all = verdict.kind === 'judged' ? counts.services() : [];
  // What the history holds besides, also of minutes that are still to be judged, changes no threshold.
  const recent = minutes.filter((one) => one > minute - LONGEST_WINDOW);
  const filled = counts.filledOf(recent);
  const services = all.filter((number) => filled[number]! > 0).length;
  const least_surprise = Math.log((Math.max(1, services) * MINUTES_A_DAY) / config.false_alarms_per_day);
  const last = minutes.slice(-GOING_ON_MINUTES);
  const recent_errors = counts.tableOf(all, { from: minute + 1 - LONGEST_WINDOW, to: minute + 1 }, 'ERROR');
  const memoryOf = (service: string): SpellMemory => state.get(keyOf(service)) ?? { service, spells: [] };
  // Of most services there is nothing more to be asked.
  const numbers = all.filter((number, row) => {
    const errors = recent_errors.subarray(row * LONGEST_WINDOW, (row + 1) * LONGEST_WINDOW);
    return (
      sumOf([...errors], (one) => one) >= config.min_errors ||
      isActive(memoryOf(counts.seriesAt(number)!.service))
    );
  });
  const lines = counts.tableOf(numbers, range);
  const errors = counts.tableOf(numbers, range, 'ERROR');
  for (const [row, number] of numbers.entries()) {
    const { service } = counts.seriesAt(number)!;
    const key = keyOf(service);
    const start = row * reach - range.from;
    const seen: ServiceMinutes = {
      linesIn: (one) => lines[start + one]!,
      errorsIn: (one) => errors[start + one]!,
    };
    const memory = memoryOf(service);
    const usual = usualShare(level_minutes, seen, config.min_level_minutes);
    if (usual === undefined) continue;
    const departure = departureOf({ minutes, minute, seen, usual, least_surprise, config });
    if (departure === undefined && !isActive(memory)) continue;
    const together: ServiceMinutes = {
      linesIn: () => sumOf(last, seen.linesIn),
      errorsIn: () => sumOf(last, seen.errorsIn),
    };
    const { spells, reported } = followSpells(memory.spells, {
      minute,
      counts,
      departure,
      shows: () =>
        showsIt(minute, { seen, usual, config }) && showsIt(minute, { seen: together, usual, config }),
      amountIn: (since) => sumOf(since, seen.errorsIn) / Math.max(1, sumOf(since, seen.linesIn)),
      withTotal: (spell) => ({
        ...spell,
        // It may have begun before what is looked at.
        total: counts
          .tableOf([number], { from: spell.start, to: spell.last + 1 }, 'ERROR')
          .reduce((sum, errors) => sum + errors, 0),
      }),
    });
    if (reported.length > 0) keep(key, { ...memory, spells: [...spells] }, reported);
  }
  for (const [key, memory] of state) {
    if (changes.has(key)) continue;
    const aged = ageSpells(memory.spells, { minute, reach, open: LONGEST_WINDOW });
    if (aged !== undefined) keep(key, { ...memory, spells: [...aged.spells] }, aged.reported);
  }
  found.sort(([a], [b]) => compareText(a, b));
  return { findings: found.map(([, finding]) => finding), verdicts: [verdict], changes };
}

function isActive({ spells }: SpellMemory): boolean {
  return spells.some(({ status }) => status === 'active');
}

function keyOf(service: string): string {
  return subjectKeyOf({ kind: 'error_share', service });
}
