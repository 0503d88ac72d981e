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

/** What is known as of a moment, and of how many samples that are so old that what many ended with is usual. */
interface Learned {
  readonly known: KnownCourses;
  readonly settled: number;
}

/** How requests usually go, made of the samples that are stored: every process that reads them knows the same. */
export class CourseKnowledge {
  private readonly ports: { readonly courses: CourseStore; readonly pause: () => Promise<void> };
  private readonly keeper: Pick<CatalogKeeper, 'view'>;
  /** What was asked for last, by the length of the periods as of whose begin it is. */
  private readonly last = new Map<number, { readonly at: number; readonly learning: Promise<Learned> }>();

  constructor(options: {
    ports: { readonly courses: CourseStore; readonly pause: () => Promise<void> };
    keeper: Pick<CatalogKeeper, 'view'>;
  }) {
    this.ports = options.ports;
    this.keeper = options.keeper;
  }

  /** As of some minutes before a moment at most, milliseconds since the epoch. Whoever asks at that moment is told the same. */
  async at(moment: number): Promise<KnownWays> {
    const usual = await this.learnAsOf(moment, FRESH_MS);
    const { known } = usual.settled < FEW_SETTLED ? await this.learnAsOf(moment, MINUTE_MS) : usual;
    return { known, liveOf: await this.liveOf() };
  }

  /** As of the begin of a past range; of paths of which too little was known then, as they go in it. */
  async within(range: TimeRange): Promise<KnownWays> {
    const { known } = await this.learn(range);
    return { known, liveOf: await this.liveOf() };
  }

  /** As of the begin of the period of that length, milliseconds, in which the moment lies. */
  private learnAsOf(moment: number, period: number): Promise<Learned> {
    const at = moment - (moment % period);
    const last = this.last.get(period);
    if (last?.at === at) return last.learning;
    const learning = this.learn({ from: at, to: at });
    this.last.set(period, { at, learning });
    // What could not be read now can be the next time.
    learning.catch(() => {
      if (this.last.get(period)?.learning === learning) this.last.delete(period);
    });
    return learning;
  }

  private async liveOf(): Promise<KnownWays['liveOf']> {
    const catalog = await this.keeper.view();
    return (id) => catalog.resolve(id);
  }

  private async learn({ from, to }: TimeRange): Promise<Learned> {
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
