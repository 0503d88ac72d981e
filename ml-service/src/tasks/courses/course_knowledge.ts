import { DAY_MS, MINUTE_MS } from '../../../../common/minutes.ts';
import { KnownCourses } from '../../correlate/course/known_courses.ts';
import { requestOfSample } from '../../correlate/course/request_sample.ts';
import type { CourseStore } from '../../ports/courses.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';

/**
 * How requests ended so long ago is usual, if many ended so: an outage is told for as long, and after a release in which they end in
 * another way they fail for as long at most. As of rates and sessions.
 */
const LEVEL_MS = 65 * MINUTE_MS;
const PAST_MS = 7 * DAY_MS;
/** Samples of which ends are learned, eight hours of them; and of newer ones, of which the order of lines is. */
const MOST_ENDS = 10_000;
const MOST_RECENT = 1000;
/** What is usual changes slowly: it is read anew after so long. */
const FRESH_MS = 10 * MINUTE_MS;
/** Of so few that are older, of a system that was connected only just now, each minute says much more. */
const FEW_SETTLED = 1000;
/** Learned between two pauses: some milliseconds. */
const AT_ONCE = 100;

/** How requests usually go, and the live ids of templates. */
export interface KnownWays {
  readonly known: KnownCourses;
  readonly liveOf: (template_id: string) => string;
}

/** What was learned when it was last asked for. */
interface Learned {
  /** Milliseconds since the epoch. */
  readonly moment: number;
  readonly known: Promise<KnownCourses>;
  /** Once it is there. */
  is_of_few?: boolean;
}

/** How requests usually go, made of the samples that are stored: every process that reads them knows the same. */
export class CourseKnowledge {
  private readonly ports: { readonly courses: CourseStore; readonly pause: () => Promise<void> };
  private readonly keeper: Pick<CatalogKeeper, 'view'>;
  private last: Learned | undefined;

  constructor(options: {
    ports: { readonly courses: CourseStore; readonly pause: () => Promise<void> };
    keeper: Pick<CatalogKeeper, 'view'>;
  }) {
    this.ports = options.ports;
    this.keeper = options.keeper;
  }

  /** As of some minutes before a moment at most, milliseconds since the epoch. */
  async at(moment: number): Promise<KnownWays> {
    const { last: before } = this;
    const last = before && isFresh(before, moment) ? before : this.learnAt(moment, isOfFew(before, moment));
    this.last = last;
    return { known: await last.known, liveOf: await this.liveOf() };
  }

  /** As of the begin of a past range; of paths of which too little was known then, as they go in it. */
  async within(range: TimeRange): Promise<KnownWays> {
    const { known } = await this.learn(range);
    return { known, liveOf: await this.liveOf() };
  }

  private learnAt(moment: number, is_of_few: boolean): Learned {
    const learning = this.learnAsOf(moment, is_of_few);
    const learned: Learned = { moment, known: learning.then(({ known }) => known) };
    learning.then(
      ({ is_of_few }) => (learned.is_of_few = is_of_few),
      // What could not be read now can be the next time.
      () => {
        if (this.last === learned) this.last = undefined;
      },
    );
    return learned;
  }

  /**
   * Whoever asks at that moment learns the same, whatever was asked before.
   *
   * @param is_of_few - It is known that there is little in these ten minutes.
   */
  private async learnAsOf(
    moment: number,
    is_of_few: boolean,
  ): Promise<{ known: KnownCourses; is_of_few: boolean }> {
    const asOf = (ms: number) => {
      const at = moment - (moment % ms);
      return this.learn({ from: at, to: at });
    };
    if (!is_of_few) {
      const { known, settled } = await asOf(FRESH_MS);
      if (settled >= FEW_SETTLED) return { known, is_of_few };
    }
    return { known: (await asOf(MINUTE_MS)).known, is_of_few: true };
  }

  private async liveOf(): Promise<KnownWays['liveOf']> {
    const catalog = await this.keeper.view();
    return (id) => catalog.resolve(id);
  }

  private async learn({ from, to }: TimeRange): Promise<{ known: KnownCourses; settled: number }> {
    const known = new KnownCourses();
    const liveOf = await this.liveOf();
    const learn = async (range: TimeRange, { size, is_settled }: { size: number; is_settled: boolean }) => {
      const samples = await this.ports.courses.readSamples({
        range,
        size,
        outcomes: ['succeeded', 'failed'],
      });
      for (const [index, sample] of samples.entries()) {
        if (index % AT_ONCE === 0) await this.ports.pause();
        known.learn(requestOfSample(sample, liveOf), { is_settled });
      }
      return samples.length;
    };
    const settled = await learn(
      { from: from - PAST_MS, to: from - LEVEL_MS },
      { size: MOST_ENDS, is_settled: true },
    );
    await learn({ from: from - LEVEL_MS, to }, { size: MOST_RECENT, is_settled: false });
    return { known, settled };
  }
}

function isFresh({ moment: last, is_of_few = false }: Learned, moment: number): boolean {
  return isOfSame(is_of_few ? MINUTE_MS : FRESH_MS, last, moment);
}

function isOfFew(last: Learned | undefined, moment: number): boolean {
  return last?.is_of_few === true && isOfSame(FRESH_MS, last.moment, moment);
}

function isOfSame(ms: number, one: number, other: number): boolean {
  return Math.floor(one / ms) === Math.floor(other / ms);
}
