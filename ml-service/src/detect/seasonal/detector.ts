import { forEachRow, isStepEnd, type Steps } from '../../parse/in_slices.ts';
import { compareText } from '../../../../common/compare_text.ts';
import type { z } from 'zod';
import type { CountReader, Series } from '../counts/count_reader.ts';
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
import { learnHours, LEARNING_MINUTES } from '../profiles/learn_hours.ts';
import { CALENDAR, profileKeyOf, type RateProfile, type RateProfiles } from '../profiles/rate_profile.ts';
import { isJob, Season, settledHour, settledHours } from '../profiles/season.ts';
import { SeasonalConfig } from '../../settings/detectors.ts';
import { ageSpells, followSpells } from '../spells/follow_spells.ts';
import { type Departure, isAbnormal, SpellMemory, type Spell } from '../spells/spell.ts';
import { seasonalFinding } from './finding.ts';
import { departureOf, Expectation, goesOn } from './judgement.ts';
import { isSilent, silenceOf } from './silence.ts';
import { candidatesOf, levelOf, LONGEST_WINDOW, type Spans, spansOf } from './windows.ts';

const NAME = 'seasonal';
const MINUTES_A_DAY = 1440;
const EMPTY: RateProfile = { hours: [], minutes: [] };

/** A change of a service is that of one template where it makes up so much of it: that one is told. */
const MOST_OF_IT = 0.5;
/** So soon before its service falls silent a template may: the service stopped within a minute. */
const SILENT_BEFORE_MINUTES = 2;

/**
 * Finds templates of which a service writes far more or far less than is usual at this hour, and services that do: last week, or
 * on the days before where no week is known, scaled by how much there is of it now. It says how probable that is by chance,
 * where counts vary as much as those of the series do.
 *
 * A whole service is told where no template by itself makes up most of it. A service that wrote steadily and falls silent
 * is told within minutes, without a day of history, and then its templates are not.
 *
 * What was abnormal does not become usual: its minutes are neither in the level nor in the profile. What lasts for more than
 * an hour is the new level, and told once.
 *
 * @throws LogAiError `config_invalid`.
 */
export function seasonalDetector(options: z.input<typeof SeasonalConfig> = {}): Detector<SpellMemory> {
  const config = configurationOf(SeasonalConfig, options);
  const seasons = new Seasons();
  const reach = reachOf(config);
  return defineDetector<SpellMemory>({
    name: NAME,
    state: { version: 1, entry: SpellMemory },
    types: ['frequency', 'drop'],
    lookback_minutes: reach,
    memory_minutes: reach,
    judge: (observation) => new Judgement(observation, config, seasons).run(),
  });
}

/** Seasons are made anew when an hour has passed. They follow from profiles: nothing is remembered in them. */
class Seasons {
  private readonly made = new WeakMap<
    RateProfile,
    { readonly calendar: RateProfile; readonly bound: number; readonly season: Season }
  >();
  /** By the calendar. */
  private readonly jobs = new WeakMap<
    RateProfile,
    { readonly bound: number; readonly keys: ReadonlySet<string> }
  >();

  /**
   * The keys of the series that are jobs. Profiles are learned together with their calendar: as long as that is the same, so
   * is what follows from them.
   */
  *jobsOf(profiles: RateProfiles, calendar: RateProfile, minute: number): Steps<ReadonlySet<string>> {
    const bound = settledHour(minute);
    const known = this.jobs.get(calendar);
    if (known?.bound === bound) return known.keys;
    const keys = new Set<string>();
    yield* forEachRow(profiles, ([key, profile]) => {
      if (isJob(profile, bound)) keys.add(key);
    });
    this.jobs.set(calendar, { bound, keys });
    return keys;
  }

  of(profile: RateProfile, calendar: RateProfile, minute: number): Season {
    const bound = settledHour(minute);
    const made = this.made.get(profile);
    if (made?.calendar === calendar && made.bound === bound) return made.season;
    const season = new Season(profile, calendar, bound);
    this.made.set(profile, { calendar, bound, season });
    return season;
  }
}

class Judgement {
  private readonly minute: number;
  private readonly counts: CountReader;
  private readonly observation: Observation;
  private readonly state: SeriesState<SpellMemory>;
  private readonly config: SeasonalConfig;
  private readonly seasons: Seasons;
  private readonly profiles: RateProfiles;
  private readonly calendar: RateProfile;
  private readonly changes = new Map<string, SpellMemory | undefined>();
  private readonly found: [key: string, finding: Finding][] = [];

  constructor(
    observation: Observation & { readonly state: SeriesState<SpellMemory> },
    config: SeasonalConfig,
    seasons: Seasons,
  ) {
    this.observation = observation;
    this.minute = observation.minute;
    this.counts = observation.counts;
    this.state = observation.state;
    this.profiles = observation.profiles ?? new Map<string, RateProfile>();
    this.calendar = this.profiles.get(CALENDAR) ?? EMPTY;
    this.config = config;
    this.seasons = seasons;
  }

  *run(): Steps<Evaluation<SpellMemory>> {
    const { minute, counts, config } = this;
    const spans = yield* spansOf(minute, counts, config);
    const verdict = verdictOfHistory({
      detector: NAME,
      minute,
      known_minutes: settledHours(this.profiles, minute) * 60,
      needed_minutes: config.min_known_hours * 60,
    });
    if (spans.level_minutes.length >= config.min_level_minutes) {
      yield* this.judge(spans, verdict.kind === 'judged');
    }
    for (const [key, memory] of this.state) {
      if (!this.changes.has(key)) this.age(key, memory);
    }
    yield;
    const learned = yield* learnHours({
      minute,
      counts,
      profiles: this.profiles,
      isAbnormal: (key, at) => isAbnormal(this.memoryOf(key), at),
    });
    this.found.sort(([a], [b]) => compareText(a, b));
    return {
      findings: this.found.map(([, finding]) => finding),
      verdicts: [verdict],
      changes: this.changes,
      learned,
    };
  }

  private memoryOf(key: string): SpellMemory | undefined {
    return this.changes.has(key) ? this.changes.get(key) : this.state.get(key);
  }

  /** @param isKnown - Whether it is known what is usual at this hour; without that services can only fall silent. */
  private *judge(spans: Spans, isKnown: boolean): Steps<void> {
    const tests_a_day = Math.max(1, seriesIn(spans)) * MINUTES_A_DAY;
    const least_surprise = Math.log(tests_a_day / this.config.false_alarms_per_day);
    yield;
    const silences = this.silences(least_surprise, isKnown);
    yield;
    const active = new Set<number>();
    for (const memory of this.state.values()) {
      if (!memory.spells.some(({ status }) => status === 'active')) continue;
      const number = this.counts.numberOf(seriesOf(memory));
      if (number !== undefined) active.add(number);
    }
    const jobs = isKnown
      ? yield* this.seasons.jobsOf(this.profiles, this.calendar, this.minute)
      : new Set<string>();
    const isJob = (number: number) => {
      const series = jobs.size === 0 ? undefined : this.counts.seriesAt(number);
      return series !== undefined && jobs.has(profileKeyOf(series));
    };
    yield;
    const candidates = isKnown ? candidatesOf(spans, this.config, isJob) : [];
    yield;
    const silent = this.counts
      .services()
      .filter((number) => silences.has(this.counts.seriesAt(number)!.service));
    const numbers = [...new Set([...candidates, ...active, ...silent])];
    // Read once for all of them: each is asked for its minutes many times.
    const linesOf = this.linesOf(numbers, LONGEST_WINDOW + this.config.level_minutes);
    yield;
    for (const [at, number] of numbers.entries()) {
      const silence = silences.get(this.counts.seriesAt(number)!.service);
      this.judgeSeries(number, { spans, linesIn: linesOf(number), least_surprise, silence, isKnown });
      if (isStepEnd(at)) yield;
    }
  }

  /** How to ask for the lines of these series in each of the minutes that end with this one. */
  private linesOf(numbers: readonly number[], width: number): (number: number) => (minute: number) => number {
    const from = this.minute + 1 - width;
    const table = this.counts.tableOf(numbers, { from, to: this.minute + 1 });
    const starts = new Map(numbers.map((number, row) => [number, row * width - from]));
    return (number) => {
      const start = starts.get(number)!;
      return (minute) => table[start + minute]!;
    };
  }

  /** Services that are silent, or were within the longest window. */
  private silences(least_surprise: number, isKnown: boolean): ReadonlyMap<string, Departure> {
    const { counts, config, minute } = this;
    const width = 2 * LONGEST_WINDOW + config.level_minutes;
    const known = counts.knownMinutes({ from: minute + 1 - width, to: minute + 1 });
    const recent = known.filter((one) => one > minute - LONGEST_WINDOW);
    // Of nearly all services each minute has lines: nothing more is read of them.
    const filled = counts.filledOf(recent);
    const numbers = counts.services().filter((number) => filled[number]! < recent.length);
    const linesOf = this.linesOf(numbers, width);
    const silences = new Map<string, Departure>();
    for (const number of numbers) {
      const linesIn = linesOf(number);
      const end = recent.findLast((one) => linesIn(one) === 0)!;
      const from = end - LONGEST_WINDOW + 1;
      const minutes = known.filter((one) => one >= from && one <= end);
      const level_minutes = known.filter((one) => one >= from - config.level_minutes && one < from);
      const silence = silenceOf({ minutes, level_minutes, linesIn, least_surprise, config });
      if (silence === undefined) continue;
      const series = counts.seriesAt(number)!;
      if (isKnown && !this.isUnusual(series, silence, { level_minutes, linesIn })) continue;
      silences.set(series.service, silence);
    }
    return silences;
  }

  /** Whether the service is there on most hours, and usually at this one. */
  private isUnusual(
    series: Series,
    { start, last }: Departure,
    { level_minutes, linesIn }: { level_minutes: readonly number[]; linesIn: (minute: number) => number },
  ): boolean {
    const season = this.seasonOf(this.profiles.get(profileKeyOf(series)) ?? EMPTY);
    if (!season.isLasting) return false;
    const expectation = new Expectation({ season, minutes: levelOf(level_minutes, linesIn), linesIn });
    const silent = this.counts.knownMinutes({ from: start, to: last + 1 });
    return expectation.ofFew(silent).every(({ lines }) => lines >= this.config.min_lines);
  }

  private seasonOf(profile: RateProfile): Season {
    return this.seasons.of(profile, this.calendar, this.minute);
  }

  private judgeSeries(
    number: number,
    given: {
      spans: Spans;
      linesIn: (minute: number) => number;
      least_surprise: number;
      /** Of its service. */
      silence: Departure | undefined;
      isKnown: boolean;
    },
  ): void {
    const { spans, linesIn } = given;
    const series = this.counts.seriesAt(number)!;
    const key = profileKeyOf(series);
    const { minute, counts } = this;
    const memory = this.state.get(key) ?? { ...seriesOf(series), spells: [] };
    const active = memory.spells.some(({ status }) => status === 'active');
    const season = this.seasonOf(this.profiles.get(key) ?? EMPTY);
    const minutes = season.isJob ? spans.level_minutes : levelOf(spans.level_minutes, linesIn);
    const expectation = new Expectation({ season, minutes, linesIn });
    const departure = this.departureOf(number, expectation, given);
    if (departure === undefined && !active) return;
    const isOfService = series.template_id === undefined;
    const { spells, reported } = followSpells(memory.spells, {
      minute,
      counts,
      departure,
      shows: (type) =>
        (isOfService &&
          type === 'drop' &&
          isSilent({ minute, level_minutes: spans.level_minutes, linesIn })) ||
        goesOn({ type, counts, linesIn, expectation, minute }),
      amountIn: (since) => this.linesIn(number, since) / since.length,
      withTotal: (spell) => this.withTotal(number, spell),
    });
    if (reported.length === 0) return;
    const after = { ...memory, spells: [...spells] };
    this.changes.set(key, after);
    for (const spell of reported) this.report(key, after, spell);
  }

  private departureOf(
    number: number,
    expectation: Expectation,
    {
      spans,
      linesIn,
      least_surprise,
      silence,
      isKnown,
    }: {
      spans: Spans;
      linesIn: (minute: number) => number;
      least_surprise: number;
      silence: Departure | undefined;
      isKnown: boolean;
    },
  ): Departure | undefined {
    const isOfService = this.counts.seriesAt(number)!.template_id === undefined;
    if (isOfService && silence?.last === this.minute) return silence;
    if (!isKnown) return undefined;
    const { windows } = spans;
    const { config } = this;
    const departure = departureOf({ windows, number, linesIn, expectation, least_surprise, config });
    if (departure === undefined) return undefined;
    const isTold = isOfService
      ? this.isOfOneTemplate(number, departure, spans)
      : silence !== undefined &&
        departure.type === 'drop' &&
        departure.start >= silence.start - SILENT_BEFORE_MINUTES;
    return isTold ? undefined : departure;
  }

  /** Whether one template of a service makes up most of its change. */
  private isOfOneTemplate(
    number: number,
    { actual, typical, window_minutes }: Departure,
    spans: Spans,
  ): boolean {
    const { service } = this.counts.seriesAt(number)!;
    const { sums, minutes } = spans.windows.find((window) => window.minutes.length === window_minutes)!;
    for (let one = 0; one < sums.length; one++) {
      const series = this.counts.seriesAt(one);
      if (series?.service !== service || series.template_id === undefined) continue;
      const before = spans.level.reduce((sum, part) => sum + part.sums[one]!, 0) / spans.level_minutes.length;
      if ((sums[one]! / minutes.length - before) / (actual - typical) >= MOST_OF_IT) return true;
    }
    return false;
  }

  private linesIn(number: number, minutes: readonly number[]): number {
    return minutes.reduce((sum, minute) => sum + this.counts.countOf(number, minute), 0);
  }

  private withTotal(number: number, spell: Spell): Spell {
    const { counts, observation } = this;
    const minutes = counts.knownMinutes({ from: spell.start, to: spell.last + 1 });
    const { template_id } = counts.seriesAt(number)!;
    const total = this.linesIn(number, minutes);
    const level =
      counts.levelOf([number], minutes) ??
      spell.level ??
      (template_id === undefined ? undefined : observation.templates.get(template_id)?.level);
    return { ...spell, total, ...(level === undefined ? {} : { level }) };
  }

  /** What was not judged. */
  private age(key: string, memory: SpellMemory): void {
    const { minute, config } = this;
    const aged = ageSpells(memory.spells, { minute, reach: reachOf(config), open: LONGEST_WINDOW });
    if (aged === undefined) return;
    const after = { ...memory, spells: [...aged.spells] };
    for (const spell of aged.reported) this.report(key, after, spell);
    this.changes.set(key, after.spells.length === 0 ? undefined : after);
  }

  private report(key: string, memory: SpellMemory, spell: Spell): void {
    const { templates } = this.observation;
    this.found.push([key, seasonalFinding({ memory, spell, config: this.config, templates })]);
  }
}

function reachOf({ level_minutes }: SeasonalConfig): number {
  return Math.max(2 * LONGEST_WINDOW + level_minutes, LEARNING_MINUTES);
}

function seriesOf({ template_id, service }: Pick<SpellMemory, 'template_id' | 'service'>): Series {
  return template_id === undefined ? { service } : { template_id, service };
}

/** Series that there were before. */
function seriesIn({ level }: Spans): number {
  const length = level[0]?.sums.length ?? 0;
  let series = 0;
  for (let number = 0; number < length; number++) {
    let lines = 0;
    for (const { sums } of level) lines += sums[number]!;
    if (lines > 0) series++;
  }
  return series;
}
