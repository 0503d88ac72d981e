import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceededOf, limitsOf } from '../../../../ml-service/src/detect/sequence/limits.ts';
import type { Sequence } from '../../../../ml-service/src/detect/sequence/sequence.ts';
import { SequenceModel } from '../../../../ml-service/src/detect/sequence/sequence_model.ts';
import { SequenceConfig } from '../../../../ml-service/src/settings/detectors.ts';

const CONFIG = SequenceConfig.parse({});
/** So few that of these sessions none may be above. */
const RATES = { counts: CONFIG.counts_rate, step: 0.0002, flow: 0.0002 };

function modelOf(sessions: readonly Sequence[], config: Partial<SequenceConfig> = {}): SequenceModel {
  const model = new SequenceModel({ ...CONFIG, ...config });
  for (const session of sessions) model.learn(session);
  return model;
}

function judge(sessions: readonly Sequence[], session: Sequence) {
  const model = modelOf(sessions);
  return exceededOf(model.measure(session).signals, limitsOf(model, RATES));
}

const ORDER = ['received', 'reserved', 'paid', 'confirmed'];
const times = (count: number, session: Sequence): Sequence[] => Array<Sequence>(count).fill(session);
/** A hundred orders, a third with a retried payment, and ten that were cancelled. */
const SHOP = [
  ...times(60, ORDER),
  ...times(30, ['received', 'reserved', 'paid', 'paid', 'confirmed']),
  ...times(10, ['received', 'cancelled']),
];

describe('a session is', () => {
  it.each([
    ['usual', ORDER, []],
    ['usual, as a third are', ['received', 'reserved', 'paid', 'paid', 'confirmed'], []],
    ['one that leaves out the payment', ['received', 'reserved', 'confirmed'], ['step', 'flow']],
    ['one that ends too early', ['received', 'reserved'], ['step', 'flow']],
    ['one in another order', ['received', 'paid', 'reserved', 'confirmed'], ['step', 'flow']],
    ['one with what nobody saw', [...ORDER, 'refunded'], ['counts', 'step']],
    [
      'one that repeats a step',
      ['received', 'reserved', ...times(9, ['paid']).flat(), 'confirmed'],
      ['counts'],
    ],
    ['one without its beginning', ['reserved', 'paid', 'confirmed'], ['counts', 'step', 'flow']],
  ])('%s', (_, session, signals) => {
    expect(judge(SHOP, session)).toEqual(expect.arrayContaining(signals));
    expect(judge(SHOP, session).length > 0).toBe(signals.length > 0);
  });

  it('said where it left the way, and what was expected there', () => {
    const model = modelOf(SHOP);
    const session = ['received', 'reserved', 'confirmed'];
    const { position } = model.measure(session).step;
    expect({ position, expected: model.expectedAt(session, position, 2) }).toEqual({
      position: 2,
      expected: [{ event: 'paid', share: 1 }],
    });
  });

  it('said to be outside a range with the range', () => {
    expect(modelOf(SHOP).measure(['received', ...times(3, ['cancelled']).flat()]).breaches).toEqual([
      { event: 'cancelled', count: 3, least: 0, most: 1, excess: 1 },
    ]);
  });
});

const sessions = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 8 }),
  { minLength: 2, maxLength: 40 },
);

describe('of any sessions', () => {
  it('none that was learned often is abnormal', () => {
    fc.assert(
      fc.property(sessions, (learned) => {
        // With itself taken out there is another one like it.
        const model = modelOf([...learned, ...learned]);
        const limits = limitsOf(model, RATES);
        for (const session of learned) expect(exceededOf(model.measure(session).signals, limits)).toEqual([]);
      }),
    );
  });

  it('none of those learned is above limits that none may exceed', () => {
    fc.assert(
      fc.property(sessions, (learned) => {
        const model = modelOf(learned);
        const limits = limitsOf(model, { counts: 0, step: 0, flow: 0 });
        for (const { signals } of model.heldOut()) expect(exceededOf(signals, limits)).toEqual([]);
      }),
    );
  });

  it('the order in which they come says nothing', () => {
    fc.assert(
      fc.property(
        sessions.chain((learned) =>
          fc.tuple(fc.constant(learned), fc.shuffledSubarray(learned, { minLength: learned.length })),
        ),
        fc.array(fc.constantFrom('a', 'b', 'z')),
        ([learned, shuffled], session) => {
          const [one, other] = [modelOf(learned), modelOf(shuffled)];
          expect(other.learned).toEqual(one.learned);
          expect(other.measure(session).signals).toEqual(one.measure(session).signals);
          expect(limitsOf(other, RATES).step).toBeCloseTo(limitsOf(one, RATES).step, 9);
        },
      ),
    );
  });

  it('what is stored and restored judges alike, and learns on alike', () => {
    fc.assert(
      fc.property(sessions, sessions, (learned, more) => {
        const config = { ...CONFIG, max_events: 100 };
        const model = modelOf(learned, config);
        const stored = JSON.parse(JSON.stringify(model.learned)) as typeof model.learned;
        const restored = new SequenceModel(config, stored);
        for (const session of more) {
          expect(restored.measure(session).signals).toEqual(model.measure(session).signals);
          model.learn(session);
          restored.learn(session);
        }
        expect(restored.learned).toEqual(model.learned);
      }),
    );
  });

  it('looking at each by all others leaves the model as it was', () => {
    fc.assert(
      fc.property(sessions, (learned) => {
        const model = modelOf(learned);
        const before = learned.map((session) => model.measure(session).signals);
        model.heldOut();
        expect(learned.map((session) => model.measure(session).signals)).toEqual(before);
      }),
    );
  });

  it('memory is bounded, and what is frequent stays', () => {
    fc.assert(
      fc.property(sessions, (others) => {
        const frequent = ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd'];
        const model = modelOf([...times(1000, frequent), ...others, ...others], { max_events: 100 });
        const events = model.learned.reduce((sum, one) => sum + one.events.length + 1, 0);
        expect(events).toBeLessThanOrEqual(100);
        expect(model.learned.map((one) => one.events)).toContainEqual(frequent);
      }),
    );
  });
});

describe('limits', () => {
  it('leave as many of the learned sessions above them as they may, and no more', () => {
    const odd = Array.from({ length: 5 }, (_, index): Sequence => ['received', `odd ${index}`]);
    const model = modelOf([...times(995, ORDER), ...odd]);
    const above = (rate: number) => {
      const limits = limitsOf(model, { counts: rate, step: rate, flow: rate });
      return model
        .heldOut()
        .filter(({ signals }) => signals.step > limits.step)
        .reduce((sum, held) => sum + held.sessions, 0);
    };
    expect([above(0), above(0.0049), above(0.005)]).toEqual([0, 0, 5]);
  });
});

it('of a session that is too long the beginning is looked at', () => {
  const model = modelOf(times(3, ['a', 'b']), { max_length: 10 });
  const long = Array<string>(10).fill('a');
  expect(model.measure([...long, 'z']).signals).toEqual(model.measure(long).signals);
});
