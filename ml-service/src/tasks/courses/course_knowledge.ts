import { DAY_MS, MINUTE_MS } from '../../../../common/minutes.ts';
import { KnownCourses } from '../../correlate/course/known_courses.ts';
import { linesOfSample } from '../../correlate/course/request_sample.ts';
import type { CourseStore } from '../../ports/courses.ts';
import type { TimeRange } from '../../ports/time.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';

/**
 * How requests ended so long ago is usual, if many ended so: an outage is told for as long, and after a release in which they end in
 * another way they fail for as long at most. As of rates and sessions.
 */
const LEVEL_MS = 65 * MINUTE_MS;
const PAST_MS = 7 * DAY_MS;
/** Samples of which ends are learned, eight hours of them; and of which the order of lines is. */
const MOST_ENDS = 10_000;
const MOST_ORDERS = 1000;
/** What is usual changes slowly: it is read anew after so long. */
const FRESH_MS = 10 * MINUTE_MS;
/** Learned between two pauses: some milliseconds. */
const AT_ONCE = 100;

/** How requests usually go, and the live ids of templates. */
export interface KnownWays {
  readonly known: KnownCourses;
  readonly liveOf: (template_id: string) => string;
}

/** How requests usually go, made of the samples that are stored: every process that reads them knows the same. */
export class CourseKnowledge {
  private readonly ports: { readonly courses: CourseStore; readonly pause: () => Promise<void> };
  private readonly keeper: Pick<CatalogKeeper, 'view'>;
  private last: { readonly at: number; readonly known: Promise<KnownCourses> } | undefined;

  constructor(options: {
    ports: { readonly courses: CourseStore; readonly pause: () => Promise<void> };
    keeper: Pick<CatalogKeeper, 'view'>;
  }) {
    this.ports = options.ports;
    this.keeper = options.keeper;
  }

  /** As of some minutes before a moment at most, milliseconds since the epoch. */
  async at(moment: number): Promise<KnownWays> {
    const at = moment - (moment % FRESH_MS);
    const last = this.last?.at === at ? this.last : { at, known: this.learn(at) };
    this.last = last;
    // What could not be read now can be the next time.
    last.known.catch(() => {
      if (this.last === last) this.last = undefined;
    });
    return { known: await last.known, liveOf: await this.liveOf() };
  }

  private async liveOf(): Promise<KnownWays['liveOf']> {
    const catalog = await this.keeper.view();
    return (id) => catalog.resolve(id);
  }

  private async learn(at: number): Promise<KnownCourses> {
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
        const teaches_ends = is_settled && sample.steps.length === sample.line_count;
        known.learn(linesOfSample(sample, liveOf), { teaches_ends });
      }
    };
    await learn({ from: at - PAST_MS, to: at - LEVEL_MS }, { size: MOST_ENDS, is_settled: true });
    await learn({ from: at - LEVEL_MS, to: at }, { size: MOST_ORDERS, is_settled: false });
    return known;
  }
}
