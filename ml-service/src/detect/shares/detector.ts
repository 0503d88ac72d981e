import type { Steps } from '../../parse/in_slices.ts';
import type { z } from 'zod';
import { compareText } from '../../../../common/compare_text.ts';
import { type ShareKind, SHARES } from '../../../../common/shares.ts';
import { ErrorShareConfig, WarningShareConfig } from '../../settings/detectors.ts';
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
import { shareFinding } from './finding.ts';
import {
  departureOf,
  LONGEST_WINDOW,
  type ServiceMinutes,
  type ShareSettings,
  showsIt,
  sumOf,
  usualShare,
} from './share.ts';

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
  const { min_errors, ...config } = configurationOf(ErrorShareConfig, options);
  return shareDetector('error_share', { ...config, min_matching: min_errors });
}

/**
 * The same of warnings (WARN; of an access log the statuses from 400 to 499): at a steady rate no rate of a template says that
 * clients are refused.
 *
 * @throws LogAiError `config_invalid`.
 */
export function warningShareDetector(
  options: z.input<typeof WarningShareConfig> = {},
): Detector<SpellMemory> {
  const { min_warnings, ...config } = configurationOf(WarningShareConfig, options);
  return shareDetector('warning_share', { ...config, min_matching: min_warnings });
}

/** What is judged of which share, and by what. */
interface Judged {
  readonly kind: ShareKind;
  readonly config: ShareSettings;
  /** Minutes that are looked at. */
  readonly reach: number;
}

function shareDetector(kind: ShareKind, config: ShareSettings): Detector<SpellMemory> {
  const reach = LONGEST_WINDOW + config.level_minutes;
  return defineDetector<SpellMemory>({
    name: kind,
    state: { version: 1, entry: SpellMemory },
    types: ['frequency'],
    lookback_minutes: reach,
    memory_minutes: reach,
    judge: (observation) => judge(observation, { kind, config, reach }),
  });
}

function* judge(
  { minute, counts, state }: Observation & { readonly state: SeriesState<SpellMemory> },
  { kind, config, reach }: Judged,
): Steps<Evaluation<SpellMemory>> {
  const levels = SHARES[kind];
  const keyOf = (service: string) => subjectKeyOf({ kind, service });
  const range = { from: minute + 1 - reach, to: minute + 1 };
  const minutes = counts.knownMinutes(range);
  const level_minutes = minutes.filter((one) => one <= minute - LONGEST_WINDOW);
  const verdict = verdictOfHistory({
    detector: kind,
    minute,
    known_minutes: level_minutes.length,
    needed_minutes: config.min_level_minutes,
  });
  const changes = new Map<string, SpellMemory | undefined>();
  const found: [key: string, finding: Finding][] = [];
  const keep = (key: string, memory: SpellMemory, reported: readonly Spell[]) => {
    changes.set(key, memory.spells.length === 0 ? undefined : memory);
    for (const spell of reported) {
      found.push([key, shareFinding({ kind, service: memory.service, spell, config })]);
    }
  };

  const all = verdict.kind === 'judged' ? counts.services() : [];
  // What the history holds besides, also of minutes that are still to be judged, changes no threshold.
  const recent = minutes.filter((one) => one > minute - LONGEST_WINDOW);
  const filled = counts.filledOf(recent);
  const services = all.filter((number) => filled[number]! > 0).length;
  const least_surprise = Math.log((Math.max(1, services) * MINUTES_A_DAY) / config.false_alarms_per_day);
  const last = minutes.slice(-GOING_ON_MINUTES);
  const recent_matching = counts.tableOf(all, { from: minute + 1 - LONGEST_WINDOW, to: minute + 1 }, levels);
  const memoryOf = (service: string): SpellMemory => state.get(keyOf(service)) ?? { service, spells: [] };
  // Of most services there is nothing more to be asked.
  const numbers = all.filter((number, row) => {
    const matching = recent_matching.subarray(row * LONGEST_WINDOW, (row + 1) * LONGEST_WINDOW);
    return (
      sumOf([...matching], (one) => one) >= config.min_matching ||
      isActive(memoryOf(counts.seriesAt(number)!.service))
    );
  });
  yield;
  const lines = counts.tableOf(numbers, range);
  const matching = counts.tableOf(numbers, range, levels);
  for (const [row, number] of numbers.entries()) {
    const { service } = counts.seriesAt(number)!;
    const key = keyOf(service);
    const start = row * reach - range.from;
    const seen: ServiceMinutes = {
      linesIn: (one) => lines[start + one]!,
      matchingIn: (one) => matching[start + one]!,
    };
    const memory = memoryOf(service);
    const usual = usualShare(level_minutes, seen, config.min_level_minutes);
    if (usual === undefined) continue;
    const departure = departureOf({ minutes, minute, seen, usual, least_surprise, config });
    if (departure === undefined && !isActive(memory)) continue;
    const together: ServiceMinutes = {
      linesIn: () => sumOf(last, seen.linesIn),
      matchingIn: () => sumOf(last, seen.matchingIn),
    };
    const { spells, reported } = followSpells(memory.spells, {
      minute,
      counts,
      departure,
      shows: () =>
        showsIt(minute, { seen, usual, config }) && showsIt(minute, { seen: together, usual, config }),
      amountIn: (since) => sumOf(since, seen.matchingIn) / Math.max(1, sumOf(since, seen.linesIn)),
      withTotal: (spell) => ({
        ...spell,
        // It may have begun before what is looked at.
        total: counts
          .tableOf([number], { from: spell.start, to: spell.last + 1 }, levels)
          .reduce((sum, lines) => sum + lines, 0),
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
