import { isFailure } from '../../../../common/levels.ts';
import { CallOrder } from './call_order.ts';
import type { CourseLine } from './course_line.ts';

/** What a service did for a request, from when it was called until it answered. Times are milliseconds since the epoch. */
export interface Span {
  readonly service: string;
  /** Index of the span that called it; absent: the entry. */
  readonly caller?: number;
  /** Of the caller's last line before. */
  readonly called?: number;
  readonly start: number;
  readonly end: number;
  readonly line_count: number;
  readonly error_count: number;
}

/** A request as it went: its lines in time order, and which span each is of. */
export interface Course {
  readonly lines: readonly CourseLine[];
  /** In the order of their first lines. */
  readonly spans: readonly Span[];
  /** Index of the span of each line. */
  readonly span_of: readonly number[];
}

/**
 * Reads the spans of a request off its lines. A service that speaks goes on with its span as long as its caller has not spoken
 * since; then it was called again and has another span. Who called a service is the one that spoke last of those it answers to.
 *
 * @param lines - Of one request, in time order (`inTimeOrder`).
 * @param calls - Who answers to whom, where many requests are known; else the service that spoke last called.
 * @example
 * // gateway, stock, gateway, stock: gateway called stock twice
 * courseOf(inTimeOrder(lines)).spans.map(({ service, caller }) => [service, caller]); // [['gateway', undefined], ['stock', 0], ['stock', 0]]
 */
export function courseOf(lines: readonly CourseLine[], calls = new CallOrder()): Course {
  const reader = new CourseReader(calls);
  return { lines, span_of: lines.map((line) => reader.add(line)), spans: reader.spans };
}

type OpenSpan = { -readonly [Key in keyof Span]: Span[Key] };

class CourseReader {
  readonly spans: OpenSpan[] = [];
  private readonly calls: CallOrder;
  /** Spans that may go on, by service, those that spoke last at the end. */
  private readonly open = new Map<string, number>();

  constructor(calls: CallOrder) {
    this.calls = calls;
  }

  /** @returns The index of the line's span. */
  add(line: CourseLine): number {
    const known = this.open.get(line.service);
    const index = known ?? this.begin(line);
    if (known !== undefined) {
      this.answer(known);
      this.open.delete(line.service);
    }
    this.open.set(line.service, index);
    const span = this.spans[index]!;
    span.end = line.time;
    span.line_count += 1;
    if (isFailure(line.level)) span.error_count += 1;
    return index;
  }

  private begin({ service, time }: CourseLine): number {
    const caller = this.callerOf(service);
    const call = caller === undefined ? {} : { caller, called: this.spans[caller]!.end };
    return this.spans.push({ service, ...call, start: time, end: time, line_count: 0, error_count: 0 }) - 1;
  }

  private callerOf(service: string): number | undefined {
    const open = [...this.open].reverse();
    return (open.find(([caller]) => this.calls.answers(service, caller)) ?? open[0])?.[1];
  }

  /** What a span called has answered once it speaks again. */
  private answer(index: number): void {
    for (const [service, other] of this.open)
      if (isWithin(this.spans, other, index)) this.open.delete(service);
  }
}

/** Whether a span was called by another one, over any number of calls. */
export function isWithin(spans: readonly Span[], inner: number, outer: number): boolean {
  let at = spans[inner]!.caller;
  while (at !== undefined && at > outer) at = spans[at]!.caller;
  return at === outer;
}
