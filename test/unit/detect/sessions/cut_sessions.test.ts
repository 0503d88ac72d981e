import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSessions } from '../../../../ml-service/src/detect/sessions/cut_sessions.ts';
import type { SessionEvent } from '../../../../ml-service/src/detect/sessions/session.ts';

const TIMEOUT = 30_000;

/** `a@5 paid`: at second 5, of session a. */
function eventsOf(...sketches: readonly string[]): SessionEvent[] {
  return sketches.map((sketch) => {
    const [, key, second, template_id] = /^(\w+)@([\d.]+) (.+)$/.exec(sketch)!;
    const level = template_id === 'failed' ? { level: 'ERROR' as const } : {};
    return { key: key!, time: Number(second) * 1000, service: 'shop', template_id: template_id!, ...level };
  });
}

function told(events: readonly SessionEvent[]) {
  return cutSessions(events, TIMEOUT).map(
    ({ key, events: steps, is_failed }) =>
      `${key}: ${steps.map(({ template_id }) => template_id).join(' ')}${is_failed ? ' ✗' : ''}`,
  );
}

describe('events become sessions', () => {
  it('of one key, in time order, those that end first first', () => {
    const events = eventsOf('b@1 received', 'a@3 confirmed', 'a@0 received', 'b@2 confirmed', 'a@1 paid');
    expect(told(events)).toEqual(['b: received confirmed', 'a: received paid confirmed']);
  });

  it('that fail where one of their lines is an error', () => {
    expect(told(eventsOf('a@0 received', 'a@1 failed', 'b@2 received'))).toEqual([
      'a: received failed ✗',
      'b: received',
    ]);
  });

  it('that a pause of the time-out closes: what comes later is another one', () => {
    expect(told(eventsOf('a@0 received', 'a@29.9 paid', 'a@59.9 received'))).toEqual([
      'a: received paid',
      'a: received',
    ]);
  });

  it('whose steps of one moment are in the order in which they were read', () => {
    expect(told(eventsOf('a@1 second', 'a@1 first', 'a@0 received'))).toEqual(['a: received second first']);
  });

  it('whatever the order in which the events of different moments come', () => {
    const events = fc.uniqueArray(
      fc.record({ key: fc.constantFrom('a', 'b', 'c'), time: fc.integer({ min: 0, max: 200_000 }) }),
      { selector: ({ key, time }) => `${key} ${time}` },
    );
    fc.assert(
      fc.property(
        events.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
        ),
        ([some, shuffled]) => {
          const whole = (all: typeof some) =>
            cutSessions(
              all.map((one) => ({ ...one, service: 'shop', template_id: `t${one.time % 7}` })),
              TIMEOUT,
            );
          expect(whole(shuffled)).toEqual(whole(some));
        },
      ),
      { seed: 1 },
    );
  });
});
