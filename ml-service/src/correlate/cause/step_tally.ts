import { isFailure } from '../../../../common/levels.ts';
import { type Course, isWithin } from '../course/course.ts';
import type { CourseLine } from '../course/course_line.ts';
import type { LogTimes } from './likelihood.ts';

/** What a service wrote: a step of requests. */
export interface Step {
  readonly service: string;
  readonly template_id?: string;
  readonly is_failure: boolean;
}

/** The same for all lines of a step. */
export type StepKey = string;

/** A step that ends a request. */
export const END: StepKey = '';

/** Services whose doing the time between two lines is: one that went on, or a caller and the one it called. */
export type Parties = readonly [string] | readonly [string, string];

/** What came after one step. */
export interface Followers {
  /** Requests that came by. */
  requests: number;
  /** Of them, by the step that came next. */
  readonly next: Map<StepKey, number>;
}

/** How long it took from one step to the next. */
export interface StepTimes {
  readonly step: StepKey;
  readonly next: StepKey;
  readonly parties: Parties;
  readonly times: LogTimes;
}

/**
 * Which step of requests followed which, at some time, and after how long. A request counts once for each pair of steps,
 * be it in a loop: its turns are no evidence by themselves. Requests may come in any order.
 */
export class StepTally {
  readonly followers = new Map<StepKey, Followers>();
  private readonly took = new Map<string, { -readonly [Key in keyof StepTimes]: StepTimes[Key] }>();

  /** Adds the steps of a request whose second line is of the time that is asked for; its end is of the time of its last line. */
  add({ lines, spans, span_of }: Course, isOf: (time: number) => boolean = () => true): void {
    const pairs = new Map<StepKey, Set<StepKey>>();
    const keys = lines.map(stepKeyOf);
    for (let at = 0; at < lines.length; at++) {
      const [line, next] = [lines[at]!, lines[at + 1]];
      const { time } = next ?? line;
      if (!isOf(time)) continue;
      const step = keys[at]!;
      let followers = pairs.get(step);
      if (!followers) pairs.set(step, (followers = new Set<StepKey>()));
      followers.add(next ? keys[at + 1]! : END);
      const parties = next && partiesOf(spans, span_of[at]!, span_of[at + 1]!);
      if (parties) this.addTime({ step, next: keys[at + 1]!, parties }, Math.log1p(time - line.time));
    }
    for (const [step, followers] of pairs) this.addFollowers(step, followers);
  }

  private addFollowers(step: StepKey, of_request: ReadonlySet<StepKey>): void {
    let followers = this.followers.get(step);
    if (!followers) this.followers.set(step, (followers = { requests: 0, next: new Map<StepKey, number>() }));
    followers.requests += 1;
    for (const next of of_request) followers.next.set(next, (followers.next.get(next) ?? 0) + 1);
  }

  private addTime(of: Omit<StepTimes, 'times'>, time: number): void {
    const key = timesKeyOf(of);
    const known = this.took.get(key);
    const { count, sum, squares } = known?.times ?? { count: 0, sum: 0, squares: 0 };
    const times = { count: count + 1, sum: sum + time, squares: squares + time * time };
    if (known) known.times = times;
    else this.took.set(key, { ...of, times });
  }

  get times(): Iterable<StepTimes> {
    return this.took.values();
  }

  timesOf(of: Omit<StepTimes, 'times'>): LogTimes | undefined {
    return this.took.get(timesKeyOf(of))?.times;
  }
}

export function stepKeyOf({ service, template_id, level }: CourseLine): StepKey {
  return JSON.stringify([service, template_id ?? '', isFailure(level) ? 1 : 0]);
}

/** The step of a key that is not {@link END}. */
export function stepOf(key: StepKey): Step {
  const [service, template_id, failure] = JSON.parse(key) as [string, string, 0 | 1];
  return { service, ...(template_id !== '' && { template_id }), is_failure: failure === 1 };
}

function timesKeyOf({ step, next, parties }: Omit<StepTimes, 'times'>): string {
  return `${step} ${next} ${JSON.stringify(parties)}`;
}

/** Undefined where two that were called by the same caller speak one after the other: nobody knows what was between them. */
function partiesOf(spans: Course['spans'], from: number, to: number): Parties | undefined {
  const span = spans[to]!;
  if (from === to) return [span.service];
  if (isWithin(spans, from, to)) return [spans[from]!.service, span.service];
  return span.caller === from ? [span.service, spans[from]!.service] : undefined;
}
