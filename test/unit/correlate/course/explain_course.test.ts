import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { courseOf } from '../../../../ml-service/src/correlate/course/course.ts';
import type { CourseLine } from '../../../../ml-service/src/correlate/course/course_line.ts';
import { wholeRequest } from '../../../../ml-service/src/correlate/course/past_request.ts';
import { explainCourse } from '../../../../ml-service/src/correlate/course/explain_course.ts';
import { gapsOf, UsualWaits } from '../../../../ml-service/src/correlate/course/gaps.ts';
import { retriesOf } from '../../../../ml-service/src/correlate/course/retries.ts';
import { linesOf } from './lines_of.ts';

const NORMAL = 'gateway:asked stock:reserved mail:sent gateway:answered';

const requestsOf = (text: string, requests = 40) =>
  Array.from({ length: requests }, (_, at) => wholeRequest(linesOf(text, at * 1000)));

/** Lines of gateway at these milliseconds. */
function linesAt(...times: readonly number[]): CourseLine[] {
  return times.map((time, at) => ({
    time,
    service: 'gateway',
    template_id: `step-${at}`,
    reference: { _index: 'logs', _id: String(at) },
  }));
}

describe('retries', () => {
  test.each([
    ['gateway stock! gateway stock gateway', [undefined, undefined, 1]],
    ['gateway stock! gateway stock! gateway stock gateway', [undefined, undefined, 1, 2]],
    // Once it got through, the next call is one of its own.
    ['gateway stock! gateway stock gateway stock gateway', [undefined, undefined, 1, undefined]],
    ['gateway stock gateway stock gateway', [undefined, undefined, undefined]],
    // Another service is no try again.
    ['gateway stock! gateway price gateway', [undefined, undefined, undefined]],
  ])('%s: %j', (lines, retries) => {
    expect(retriesOf(courseOf(linesOf(lines)).spans)).toEqual(retries);
  });
});

describe('gaps', () => {
  const STEADY = [0, 10, 20, 30, 40, 50];

  test.each([
    { name: 'none in a steady request', times: STEADY, gaps: [] },
    {
      name: 'what takes ten times as long as the other waits',
      times: [0, 10, 20, 30, 200, 210],
      gaps: [{ position: 4, usual_ms: 10, times: 0 }],
    },
    {
      name: 'none that takes less than a tenth of the request',
      times: [...Array.from({ length: 200 }, (_, at) => at), 215],
      gaps: [],
    },
    { name: 'none of two lines', times: [0, 60_000], gaps: [] },
    { name: 'none of one line', times: [0], gaps: [] },
    { name: 'none of one moment', times: [5, 5, 5], gaps: [] },
  ])('$name', ({ times, gaps }) => {
    expect(gapsOf(linesAt(...times), new UsualWaits())).toEqual(gaps);
  });

  test('where both steps are known, others say what is usual: a wait that all have is none', () => {
    const usual = new UsualWaits();
    for (let at = 0; at < 5; at++) usual.add(linesAt(0, 10, 20, 30, 200, 210));
    expect(gapsOf(linesAt(0, 10, 20, 30, 300, 310), usual)).toEqual([]);
    expect(gapsOf(linesAt(0, 10, 20, 30, 600, 610), usual)).toEqual([
      { position: 4, usual_ms: 170, times: 5 },
    ]);
  });
});

describe('a request', () => {
  test('that failed: where first, what was the last good step and what is missing', () => {
    const lines = linesOf('gateway:asked stock:reserved mail:refused! gateway:failed!');
    expect(explainCourse(lines, requestsOf(NORMAL))).toMatchObject({
      outcome: 'failed',
      first_error: 2,
      break_point: { position: 2, last_good: lines[1], missing: { service: 'mail', template_id: 'sent' } },
      gaps: [],
      clock_skews: [],
    });
  });

  test('that stops where others go on failed without an error', () => {
    const course = explainCourse(linesOf('gateway:asked stock:reserved'), requestsOf(NORMAL));
    expect(course.outcome).toBe('failed');
    expect(course.first_error).toBeUndefined();
    expect(course.break_point?.missing).toEqual({ service: 'mail', template_id: 'sent' });
  });

  test('that went as others', () => {
    const course = explainCourse(linesOf(NORMAL), requestsOf(NORMAL));
    expect(course.outcome).toBe('succeeded');
    expect(course.break_point).toBeUndefined();
  });

  test('without others is compared with nothing', () => {
    const course = explainCourse(linesOf('gateway:asked stock:out! gateway:failed!'), []);
    expect(course).toMatchObject({ outcome: 'failed', first_error: 1 });
    expect(course.break_point).toBeUndefined();
  });

  test('with errors of one moment failed farthest down', () => {
    const [asked, calling, out, failed] = linesOf('gateway:asked stock:calling stock:out! gateway:failed!');
    const lines = [asked!, calling!, { ...failed!, time: out!.time }, out!];
    const { lines: ordered, first_error } = explainCourse(lines, []);
    expect(ordered[first_error!]).toBe(out);
  });

  test('whose clocks do not fit: a service that ends after the one that called it, in all requests', () => {
    const ahead = (start: number) =>
      linesOf('gateway:asked gateway:answered stock:reserved', start).map((line) =>
        line.service === 'stock' ? { ...line, time: line.time + 480 } : line,
      );
    const usual = Array.from({ length: 40 }, (_, at) => wholeRequest(ahead(at * 1000)));
    expect(explainCourse(ahead(0), usual).clock_skews).toEqual([
      { caller: 'gateway', callee: 'stock', ahead_ms: 490, requests: 41 },
    ]);
    expect(explainCourse(ahead(0), []).clock_skews).toEqual([]);
  });

  test('whose others are known in part says nothing of clocks: which service ended last is not known', () => {
    const others = requestsOf('gateway:asked gateway:answered stock:reserved').map(({ lines }) => ({
      lines,
      last_word: { ...lines[0]!, template_id: 'slept', time: lines[0]!.time + 60_000 },
    }));
    const lines = linesOf('gateway:asked gateway:answered');
    expect(explainCourse(lines, others).clock_skews).toEqual([]);
  });

  test('of which a service works on after it was answered has no clock that is ahead', () => {
    const text = 'gateway:asked gateway:answered mail:began mail:goes mail:on mail:and mail:sent';
    expect(explainCourse(linesOf(text), requestsOf(text)).clock_skews).toEqual([]);
  });

  test('with ten thousand lines of one moment is explained at once', () => {
    const lines = Array.from({ length: 10_000 }, (_, at): CourseLine => {
      const [service, template_id] = [`service-${at % 7}`, `template-${at % 50}`];
      return { time: 5, service, template_id, reference: { _index: 'logs', _id: String(at) } };
    });
    expect(explainCourse(lines, requestsOf(NORMAL)).lines).toHaveLength(10_000);
  });

  const words = fc.array(fc.constantFrom('a:x', 'b:y', 'c:z', 'a:bad!', 'b:bad!'), {
    minLength: 1,
    maxLength: 30,
  });

  test('whose lines come late, in any order and twice is the same', () => {
    fc.assert(
      fc.property(words, fc.nat(), (text, seed) => {
        const lines = linesOf(text.join(' '));
        const shuffled = [...lines, ...lines].sort(
          (a, b) => Math.sin(seed + Number(a.reference!._id)) - Math.sin(seed + Number(b.reference!._id)),
        );
        const usual = requestsOf('a:x b:y c:z a:x');
        expect(explainCourse(shuffled, usual)).toEqual(explainCourse(lines, usual));
      }),
    );
  });

  test('whose lines were shipped twice under two ids went the same way, with twice the lines', () => {
    fc.assert(
      fc.property(words, (text) => {
        const lines = linesOf(text.join(' '));
        const again = lines.map((line) => ({
          ...line,
          reference: { _index: 'logs', _id: `${line.reference!._id}b` },
        }));
        const [once, twice] = [lines, [...lines, ...again]].map((some) => explainCourse(some, []));
        expect(twice!.outcome).toBe(once!.outcome);
        expect(twice!.spans).toEqual(
          once!.spans.map((span) => ({
            ...span,
            line_count: 2 * span.line_count,
            error_count: 2 * span.error_count,
          })),
        );
      }),
    );
  });
});
