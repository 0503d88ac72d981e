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
import {
  CALENDAR,
  profileKeyOf,
  RECORD,
  type RateProfile,
  type RateProfiles,
} from '../profiles/rate_profile.ts';
import { JOB_HOURS, Season, settledHour, settledHours } from '../profiles/season.ts';
import { SeasonalConfig } from '../../settings/detectors.ts';
import { seasonalFinding } from './finding.ts';
import { type Departure, departureOf, Expectation, goesOn } from './judgement.ts';
import { isAbnormal, SeasonalMemory, type Spell } from './spell.ts';
import { candidatesOf, levelOf, LONGEST_WINDOW, type Spans, spansOf } from './windows.ts';

const NAME = 'seasonal';
/** So long after its last minute a spell goes on when it comes again. */
const GOES_ON_MINUTES = 10;
/** Without a minute that shows it in so many known ones a spell is over. */
const OVER_MINUTES = 5;
const MINUTES_A_DAY = 1440;
const EMPTY: RateProfile = { hours: [], minutes: [] };

/**
 * Finds templates of which a service writes far more or far less than is usual at this hour: last week, or on the days
 * before where no week is known, scaled by how much there is of it now. It says how probable that is by chance, where counts
 * vary as much as those of the series do.
 *
 * What was abnormal does not become usual: its minutes are neither in the level nor in the profile. What lasts for more than
 * an hour is the new level, and told once.
 *
 * @throws LogAiError `config_invalid`.
 */
export function seasonalDetector(options: z.input<typeof SeasonalConfig> = {}): Detector<SeasonalMemory> {
  const config = configurationOf(SeasonalConfig, options);
  const seasons = new Seasons();
  const reach = LONGEST_WINDOW + config.level_minutes;
  return defineDetector<SeasonalMemory>({
    name: NAME,
    state: { version: 1, entry: SeasonalMemory },
    types: ['frequency', 'drop'],
    lookback_minutes: Math.max(reach, LEARNING_MINUTES),
    memory_minutes: Math.max(reach, LEARNING_MINUTES),
    judge: (observation) => new Judgement(observation, config, seasons).run(),
  });
}

/** Seasons are made anew when an hour has passed. They follow from profiles: nothing is remembered in them. */
class Seasons {
  private readonly made = new WeakMap<
    RateProfile,
    { readonly calendar: RateProfile; readonly bound: number; readonly season: Season }
  >();
  private readonly jobs = new WeakMap<
    Series,
    { readonly calendar: RateProfile; readonly bound: number; readonly isJob: boolean }
  >();

  /** Profiles are learned together with their calendar: as long as that is the same, so is what follows from them. */
  isJob(
    series: Series,
    { profiles, calendar, minute }: { profiles: RateProfiles; calendar: RateProfile; minute: number },
  ): boolean {
    const bound = settledHour(minute);
    const known = this.jobs.get(series);
    if (known?.calendar === calendar && known.bound === bound) return known.isJob;
    const profile = profiles.get(profileKeyOf(series));
    const isJob =
      profile !== undefined &&
      profile.hours.length >= JOB_HOURS * RECORD &&
      this.of(profile, calendar, minute).isJob;
    this.jobs.set(series, { calendar, bound, isJob });
    return isJob;
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
  private readonly state: SeriesState<SeasonalMemory>;
  private readonly config: SeasonalConfig;
  private readonly seasons: Seasons;
  private readonly profiles: RateProfiles;
  private readonly calendar: RateProfile;
  private readonly changes = new Map<string, SeasonalMemory | undefined>();
  private readonly found: [key: string, finding: Finding][] = [];

  constructor(
    observation: Observation & { readonly state: SeriesState<SeasonalMemory> },
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

  run(): Evaluation<SeasonalMemory> {
    const { minute, counts, config } = this;
    const spans = spansOf(minute, counts, config);
    const verdict = verdictOfHistory({
      detector: NAME,
      minute,
      known_minutes: settledHours(this.profiles, minute) * 60,
      needed_minutes: config.min_known_hours * 60,
    });
    const judged = verdict.kind === 'judged' && spans.level_minutes.length >= config.min_level_minutes;
    if (judged) this.judge(spans);
    for (const [key, memory] of this.state) {
      if (!this.changes.has(key)) this.age(key, memory);
    }
    const learned = learnHours({
      minute,
      counts,
      profiles: this.profiles,
      isAbnormal: (key, at) => isAbnormal(this.memoryOf(key), at),
    });
    this.found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return {
      findings: this.found.map(([, finding]) => finding),
      verdicts: [verdict],
      changes: this.changes,
      learned,
    };
  }

  private memoryOf(key: string): SeasonalMemory | undefined {
    return this.changes.has(key) ? this.changes.get(key) : this.state.get(key);
  }

  private judge(spans: Spans): void {
    const tests_a_day = Math.max(1, seriesIn(spans)) * MINUTES_A_DAY;
    const least_surprise = Math.log(tests_a_day / this.config.false_alarms_per_day);
    const active = new Set<number>();
    for (const { template_id, service, spells } of this.state.values()) {
      if (!spells.some(({ status }) => status === 'active')) continue;
      const number = this.counts
        .seriesOf(template_id)
        .find((one) => this.counts.seriesAt(one)!.service === service);
      if (number !== undefined) active.add(number);
    }
    const candidates = candidatesOf(spans, this.config, (number) => this.isJob(number));
    const numbers = [...new Set([...candidates, ...active])];
    // Read once for all of them: each is asked for its minutes many times.
    const width = LONGEST_WINDOW + this.config.level_minutes;
    const from = this.minute + 1 - width;
    const table = this.counts.tableOf(numbers, { from, to: this.minute + 1 });
    for (const [row, number] of numbers.entries()) {
      const start = row * width - from;
      this.judgeSeries(number, { spans, linesIn: (minute) => table[start + minute]!, least_surprise });
    }
  }

  private isJob(number: number): boolean {
    const series = this.counts.seriesAt(number);
    if (series === undefined) return false;
    return this.seasons.isJob(series, {
      profiles: this.profiles,
      calendar: this.calendar,
      minute: this.minute,
    });
  }

  private seasonOf(profile: RateProfile): Season {
    return this.seasons.of(profile, this.calendar, this.minute);
  }

  private judgeSeries(
    number: number,
    {
      spans,
      linesIn,
      least_surprise,
    }: { spans: Spans; linesIn: (minute: number) => number; least_surprise: number },
  ): void {
    const series = this.counts.seriesAt(number)!;
    const key = profileKeyOf(series);
    const { minute, counts } = this;
    const memory = this.state.get(key) ?? { ...seriesOf(series), spells: [] };
    const active = memory.spells.some(({ status }) => status === 'active');
    const season = this.seasonOf(this.profiles.get(key) ?? EMPTY);
    const minutes = season.isJob ? spans.level_minutes : levelOf(spans.level_minutes, linesIn);
    const expectation = new Expectation({ season, minutes, linesIn });
    const departure = departureOf({
      windows: spans.windows,
      number,
      linesIn,
      expectation,
      least_surprise,
      config: this.config,
    });
    if (departure === undefined && !active) return;
    const shows = (type: Spell['type']) => goesOn({ type, counts, linesIn, expectation, minute });
    const spells: Spell[] = [];
    const reported: Spell[] = [];
    let is_told = departure === undefined;
    for (const spell of memory.spells) {
      const more =
        departure !== undefined && isMoreOf(spell, departure) && !spell.is_level ? departure : undefined;
      is_told ||= more !== undefined;
      const next = this.goOn(spell, { more, number, shows: shows(spell.type) });
      spells.push(next);
      if (next !== spell) reported.push(next);
    }
    if (!is_told) {
      const spell = this.withTotal(number, beginSpell(departure!));
      spells.push(spell);
      reported.push(spell);
    }
    if (reported.length === 0) return;
    const after = { ...memory, spells };
    this.changes.set(key, after);
    for (const spell of reported) this.report(key, after, spell);
  }

  /** What a spell is after this minute: the same, where nothing is to be said. */
  private goOn(
    spell: Spell,
    { more, number, shows }: { more: Departure | undefined; number: number; shows: boolean },
  ): Spell {
    const { minute, counts } = this;
    const isActive = spell.status === 'active';
    const last = Math.max(spell.last, more?.last ?? 0, isActive && shows ? minute : 0);
    if (last > spell.last) {
      return this.withTotal(number, { ...extended(spell, more), status: 'active', last });
    }
    if (!isActive) return spell;
    const since = counts.knownMinutes({ from: spell.last + 1, to: minute + 1 });
    if (since.length < OVER_MINUTES) return extended(spell, more);
    const rate = since.reduce((sum, one) => sum + counts.countOf(number, one), 0) / since.length;
    return { ...spell, status: 'resolved', is_level: isStillSo(spell, rate) };
  }

  private withTotal(number: number, spell: Spell): Spell {
    const { counts, observation } = this;
    const minutes = counts.knownMinutes({ from: spell.start, to: spell.last + 1 });
    const total = minutes.reduce((sum, minute) => sum + counts.countOf(number, minute), 0);
    const level =
      counts.levelOf([number], minutes) ??
      spell.level ??
      observation.templates.get(counts.seriesAt(number)!.template_id)?.level;
    return { ...spell, total, ...(level === undefined ? {} : { level }) };
  }

  /** What was not judged: it expires where nothing is known any more, and is forgotten when it is long past. */
  private age(key: string, memory: SeasonalMemory): void {
    const { minute, config } = this;
    const spells = memory.spells
      .filter(({ last, status }) => status === 'active' || minute - last < reachOf(config))
      .map((spell): Spell => {
        if (spell.status !== 'active' || minute - spell.last <= LONGEST_WINDOW) return spell;
        return { ...spell, status: 'expired' };
      });
    const isSame =
      spells.length === memory.spells.length && spells.every((spell, at) => spell === memory.spells[at]);
    if (isSame) return;
    const after = { ...memory, spells };
    for (const [at, spell] of spells.entries()) {
      if (memory.spells[at]?.status === 'active' && spell.status !== 'active') this.report(key, after, spell);
    }
    const kept = spells.filter(({ last }) => minute - last < reachOf(config));
    this.changes.set(key, kept.length === 0 ? undefined : { ...after, spells: kept });
  }

  private report(key: string, memory: SeasonalMemory, spell: Spell): void {
    const { templates } = this.observation;
    this.found.push([key, seasonalFinding({ memory, spell, config: this.config, templates })]);
  }
}

function reachOf({ level_minutes }: SeasonalConfig): number {
  return Math.max(LONGEST_WINDOW + level_minutes, LEARNING_MINUTES);
}

function seriesOf({ template_id, service }: Series): Series {
  return { template_id, service };
}

/** Series that there were before. */
function seriesIn({ level }: Spans): number {
  const length = level[0]?.sums.length ?? 0;
  let series = 0;
  for (let number = 0; number < length; number++) if (level.some(({ sums }) => sums[number]! > 0)) series++;
  return series;
}

/** Whether there is as much as there was in a spell: then it is over because it is the level by now. */
function isStillSo({ type, typical, actual }: Spell, rate: number): boolean {
  const between = Math.sqrt(Math.max(typical, 0.01) * Math.max(actual, 0.01));
  return type === 'frequency' ? rate > between : rate < between;
}

/** Whether what departs is what a spell is of, or goes on with it. */
function isMoreOf({ type, start, last }: Spell, departure: Departure): boolean {
  return type === departure.type && departure.start - last <= GOES_ON_MINUTES && departure.last >= start;
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
