import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { ExpectationDocument } from '../../../common/documents/expectation_document.ts';
import { expectationsOf, expectedBy, isAbout, weighed } from '../../../ml-service/src/store/expectations.ts';
import { withExpectation } from '../../../ml-service/src/store/merge_anomaly.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';

/** Minutes after ten o'clock; `10:01:30` is 1.5. */
const at = (minute: number) => new Date(Date.parse('2026-11-22T10:00:00Z') + minute * 60_000).toISOString();

type Times = { first: number; last: number };

/** It is abnormal in [first, last). */
function anomalyOf({
  first = 10,
  last = 20,
  status = 'resolved',
  template = 'timeout',
  service = 'checkout',
  type = 'frequency',
  risk = 60,
  data_streams = ['logs-shop'],
}: Partial<Times> & {
  status?: AnomalyDocument['anomaly']['found_status'];
  template?: string;
  service?: string;
  type?: AnomalyDocument['anomaly']['type'];
  risk?: number;
  data_streams?: string[];
} = {}): AnomalyDocument {
  const { anomaly: sample, event, log_ai, ...rest } = SAMPLE_DOCUMENTS.anomalies;
  const { expectation: _said, ...anomaly } = sample;
  return {
    ...rest,
    event: { ...event, risk_score: risk },
    record_score: risk,
    service: { name: service },
    log_ai: { ...log_ai, template: { id: template } },
    anomaly: {
      ...anomaly,
      type,
      status,
      found_status: status,
      first_seen: at(first),
      last_seen: at(last),
    },
    data_streams,
  };
}

function expectationOf(
  about: ExpectationDocument['about'],
  fields: Partial<ExpectationDocument> = {},
): ExpectationDocument {
  return { id: 'e', kind: 'expected', about, from: at(0), created: at(0), ...fields };
}

const liveOf = (id: string) => (id === 'timed_out' ? 'timeout' : id);
const found = (anomaly: AnomalyDocument, ...stated: ExpectationDocument[]) =>
  expectationsOf(anomaly, { stated, liveOf }).map(({ id }) => id);

describe('an expectation is about an anomaly where all that it names holds', () => {
  it.each<[string, ExpectationDocument['about'], boolean]>([
    ['its template', { template_id: 'timeout' }, true],
    ['a template that became part of its own', { template_id: 'timed_out' }, true],
    ['another template', { template_id: 'refused' }, false],
    ['its service', { services: ['checkout'] }, true],
    ['one of several services', { services: ['cart', 'checkout'] }, true],
    ['other services', { services: ['cart'] }, false],
    ['its type', { type: 'frequency' }, true],
    ['another type', { type: 'drop' }, false],
    ['its template in its service', { template_id: 'timeout', services: ['checkout'] }, true],
    ['its template in another service', { template_id: 'timeout', services: ['cart'] }, false],
    ['nothing, as maintenance of everything', {}, true],
  ])('%s: %o: %s', (_what, about, holds) => {
    expect(isAbout({ about }, anomalyOf(), liveOf)).toBe(holds);
  });

  it('also where the anomaly bears the id that its template had', () => {
    const anomaly = anomalyOf({ template: 'timed_out' });
    expect(isAbout({ about: { template_id: 'timeout' } }, anomaly, liveOf)).toBe(true);
  });

  it('and, of somebody who may not read everything, where they may see the anomaly', () => {
    const about = { services: ['checkout'] };
    const byTeam = { about, data_streams: ['logs-shop'] };
    expect(isAbout(byTeam, anomalyOf(), liveOf)).toBe(true);
    expect(isAbout(byTeam, anomalyOf({ data_streams: ['logs-pay', 'logs-shop'] }), liveOf)).toBe(false);
  });
});

describe('an anomaly of [10, 20) is expected', () => {
  it.each<[string, Partial<ExpectationDocument>, boolean]>([
    ['for ever', {}, true],
    ['from the minute in which it began', { from: at(10) }, true],
    ['from within that minute', { from: at(10.5) }, true],
    ['from the minute after: it had begun before', { from: at(11) }, false],
    ['until it had ended', { until: at(20) }, true],
    ['until within its last minute', { until: at(19.5) }, true],
    ['until its last minute: it goes on', { until: at(19) }, false],
    ['until it began', { until: at(10) }, false],
    ['taken back when it had ended: what was, was', { undone: at(25) }, true],
    ['said when it had ended, and taken back', { created: at(21), undone: at(25) }, false],
    ['taken back while it went on', { undone: at(15) }, false],
  ])('%s: %o: %s', (_what, fields, expected) => {
    expect(found(anomalyOf(), expectationOf({ template_id: 'timeout' }, fields))).toEqual(
      expected ? ['e'] : [],
    );
  });

  it('by the first that said so', () => {
    const later = expectationOf({ services: ['checkout'] }, { id: 'later', created: at(5) });
    const first = expectationOf({ type: 'frequency' }, { id: 'first' });
    expect(found(anomalyOf(), later, first)).toEqual(['first', 'later']);
  });

  it('not any more once that is taken back and it still goes on, though its last minute lies before', () => {
    const undone = expectationOf({}, { kind: 'maintenance', until: at(60), undone: at(25) });
    expect(found(anomalyOf({ status: 'active' }), undone)).toEqual([]);
    expect(found(anomalyOf({ status: 'resolved' }), undone)).toEqual(['e']);
  });

  it('never by how sensitive its service is', () => {
    const low = expectationOf({ services: ['checkout'] }, { kind: 'sensitivity', sensitivity: 'low' });
    expect(found(anomalyOf(), low)).toEqual([]);
  });
});

describe('the anomaly', () => {
  const said = expectationOf({ template_id: 'timeout' }, { by: 'anna' });

  it('names the expectation and who said it; nothing else of it changes', () => {
    const active = anomalyOf({ status: 'active' });
    const { anomaly, ...rest } = expectedBy(active, said);
    expect({ anomaly, ...rest }).toEqual({
      ...active,
      anomaly: { ...active.anomaly, status: 'expected', expectation: { id: 'e', by: 'anna', at: at(0) } },
    });
    expect(expectedBy({ anomaly, ...rest }, undefined)).toEqual(active);
  });

  it('stays as it is where a person said of it alone that it was expected', () => {
    const alone = withExpectation(anomalyOf(), true, { by: 'kim', at: at(30) });
    expect(expectedBy(alone, said)).toBe(alone);
    expect(expectedBy(alone, undefined)).toBe(alone);
  });
});

describe('sensitivity', () => {
  const of = (sensitivity: 'low' | 'high', fields: Partial<ExpectationDocument> = {}) =>
    expectationOf({ services: ['checkout'] }, { kind: 'sensitivity', sensitivity, ...fields });
  const riskOf = (risk: number, ...stated: ExpectationDocument[]) =>
    weighed(anomalyOf({ risk }), { stated, liveOf }).event.risk_score;

  it.each([
    { risk: 75, low: 50, high: 100 },
    { risk: 50, low: 33.3, high: 75 },
    { risk: 100, low: 66.7, high: 100 },
    { risk: 20, low: 13.3, high: 30 },
  ])('low and high move a risk of $risk by about a band: $low, $high', ({ risk, low, high }) => {
    expect([riskOf(risk, of('low')), riskOf(risk, of('high'))]).toEqual([low, high]);
  });

  it('is that of its service when the anomaly began, the one that was said last', () => {
    expect(riskOf(50, of('low', { about: { services: ['cart'] } }))).toBe(50);
    expect(riskOf(50, of('low', { from: at(11) }))).toBe(50);
    expect(riskOf(50, of('low', { undone: at(5) }))).toBe(50);
    expect(riskOf(50, of('low', { undone: at(15) }))).toBe(33.3);
    expect(riskOf(50, of('high', { id: 'f', created: at(1) }), of('low'))).toBe(75);
  });

  it('says so beside the numbers of the detector', () => {
    const { anomaly, record_score } = weighed(anomalyOf({ risk: 60 }), { stated: [of('low')], liveOf });
    expect([anomaly.context['sensitivity'], record_score]).toEqual(['low', 40]);
  });
});

const minute = fc.integer({ min: 0, max: 60 });
const anomaly = fc
  .record({
    first: minute,
    length: fc.integer({ min: 0, max: 20 }),
    template: fc.constantFrom('timeout', 'timed_out', 'refused'),
    service: fc.constantFrom('checkout', 'cart'),
    status: fc.constantFrom('active' as const, 'resolved' as const),
  })
  .map(({ first, length, ...rest }) => anomalyOf({ first, last: first + length, ...rest }));
const stated = fc.array(
  fc
    .record({
      template_id: fc.option(fc.constantFrom('timeout', 'timed_out', 'refused'), { nil: undefined }),
      services: fc.option(fc.subarray(['checkout', 'cart'], { minLength: 1 }), { nil: undefined }),
      from: minute,
      until: fc.option(minute, { nil: undefined }),
      undone: fc.option(minute, { nil: undefined }),
      created: minute,
    })
    .map(({ template_id, services, from, until, undone, created }) =>
      expectationOf(
        { ...(template_id !== undefined && { template_id }), ...(services && { services }) },
        {
          id: JSON.stringify([template_id, services, from, until, undone, created]),
          from: at(from),
          created: at(created),
          ...(until !== undefined && { until: at(until) }),
          ...(undone !== undefined && { undone: at(undone) }),
        },
      ),
    ),
  { maxLength: 6 },
);

test('what an anomaly follows does not depend on the order in which expectations are read, nor on how often', () => {
  fc.assert(
    fc.property(anomaly, stated, (one, all) => {
      const [first] = expectationsOf(one, { stated: all, liveOf });
      const [again] = expectationsOf(one, { stated: [...all].reverse(), liveOf });
      expect(again?.id).toBe(first?.id);
      const followed = expectedBy(one, first);
      expect(expectedBy(followed, expectationsOf(followed, { stated: all, liveOf })[0])).toEqual(followed);
      expect(expectedBy(followed, undefined)).toEqual(one);
    }),
  );
});

test('one more expectation makes nothing active, one less makes nothing expected', () => {
  fc.assert(
    fc.property(anomaly, stated, (one, all) => {
      const without = expectationsOf(one, { stated: all.slice(1), liveOf });
      const withAll = expectationsOf(one, { stated: all, liveOf });
      for (const { id } of without) expect(withAll.map((each) => each.id)).toContain(id);
    }),
  );
});

test('to name more is to mean less; to last longer is to mean more', () => {
  fc.assert(
    fc.property(anomaly, stated, minute, (one, all, longer) => {
      for (const each of all) {
        const narrower = { ...each, about: { ...each.about, type: 'drop' as const } };
        if (found(one, narrower).length > 0) expect(found(one, each)).toHaveLength(1);
        if (each.until === undefined) continue;
        const later = { ...each, until: at((Date.parse(each.until) - Date.parse(at(0))) / 60_000 + longer) };
        if (found(one, each).length > 0) expect(found(one, later)).toHaveLength(1);
      }
    }),
  );
});
