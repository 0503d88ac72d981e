import { describe, expect, it } from 'vitest';
import { minuteOf, timeOfMinute } from '../../../../common/minutes.ts';
import { generateShopEvents } from '../../../../demo/shop/generate.ts';
import type { Incident } from '../../../../demo/shop/conditions.ts';
import { templateOf } from '../../../../demo/shop/shop_event.ts';
import { driveSessions } from '../../../../ml-service/src/detect/drive_sessions.ts';
import { sentenceOf } from '../../../../ml-service/src/detect/findings/finding.ts';
import { sequenceDetector } from '../../../../ml-service/src/detect/sequence/detector.ts';
import { Deviants } from '../../../../ml-service/src/detect/sequence/kind_memory.ts';
import { cutSessions } from '../../../../ml-service/src/detect/sessions/cut_sessions.ts';
import type { Session } from '../../../../ml-service/src/detect/sessions/session.ts';
import { SeriesStates } from '../../../../ml-service/src/detect/state/series_states.ts';
import type { SequenceConfig } from '../../../../ml-service/src/settings/detectors.ts';
import { INCIDENT } from '../../../conformance/detector_scenarios.ts';
import { sessionOf, sessionsOf } from '../../../conformance/session_scenarios.ts';

const ORDER = ['gateway:received', 'stock:reserved', 'payment:paid', 'shipping:announced'];
const UNPAID = ORDER.toSpliced(2, 1);
const orders = (span: readonly [number, number], a_minute = 12) =>
  sessionsOf('order', span, { a_minute, steps: ORDER });

/** Judges from 90 minutes before to so long after, minutes relative to the incident. */
function judge(
  sessions: readonly Session[],
  { until = 90, ...settings }: Partial<SequenceConfig> & { until?: number } = {},
) {
  const detector = sequenceDetector(settings);
  const state = new SeriesStates(detector.state);
  const range = { from: timeOfMinute(INCIDENT - 90), to: timeOfMinute(INCIDENT + until) };
  const run = driveSessions({ detector, state, sessions, templates: new Map(), ...range });
  return { ...run, sentences: run.findings.map(sentenceOf), state };
}

describe('what is told', () => {
  it('is one anomaly, however many sessions leave a step out, with where, what and the first of them', () => {
    const unpaid = sessionsOf('unpaid', [0, 6], { a_minute: 12, steps: UNPAID });
    const { findings } = judge([...orders([-60, 0]), ...unpaid, ...orders([6, 30])]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      type: 'sequence',
      subject: { kind: 'session', service: 'gateway', template: 'received', deviation: 'missing:paid' },
      template_id: 'paid',
      service: 'payment',
      request_id: 'unpaid-0-0',
      start: INCIDENT,
      end: INCIDENT + 6,
      status: 'resolved',
      actual: 72,
      context: {
        deviation: 'missing',
        position: 2,
        before: ['received', 'reserved'],
        ngram: ['received', 'reserved', 'announced'],
        after: [''],
        expected: ['paid'],
      },
      evidence: { quotes: ['received', 'reserved', 'announced', 'paid'] },
    });
    expect(findings.map(sentenceOf)).toEqual([
      'payment: "paid" is missing after "reserved" in 72 sessions from 14:23 to 14:29 UTC.',
    ]);
  });

  it.each([
    [
      'a step too much',
      [...ORDER, 'payment:refunded'],
      'payment: unexpected "refunded" after "announced" in 36 sessions',
    ],
    [
      'steps in another order',
      ORDER.toSpliced(1, 2, ORDER[2]!, ORDER[1]!),
      '"paid" out of order after "received" in',
    ],
    ['an end that comes too early', ORDER.slice(0, 2), '"paid" is missing after "reserved" in'],
  ])('is %s', (_, steps, sentence) => {
    const odd = sessionsOf('odd', [0, 6], { a_minute: 6, steps });
    const { sentences } = judge([...orders([-60, 0]), ...odd, ...orders([6, 30])]);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(sentence);
  });

  it('begins with the first session that deviates, though it was told of later ones, and across blocks', () => {
    for (const from of [-4, -3, -2, -1, 0, 1]) {
      const unpaid = sessionsOf('unpaid', [from, from + 6], { a_minute: 6, steps: UNPAID });
      const { findings } = judge([...orders([-60, from]), ...unpaid, ...orders([from + 6, 30])]);
      expect(findings.map(({ start, actual }) => [start, actual])).toEqual([[INCIDENT + from, 36]]);
    }
  });

  it('names each of its sessions once: those of before it was told of, too, and not what others do', () => {
    const unpaid = sessionsOf('unpaid', [-1, 5], { a_minute: 6, steps: UNPAID });
    const once = sessionOf('once', timeOfMinute(INCIDENT), ORDER.slice(0, 1));
    const { findings, deviants } = judge([...orders([-60, -1]), ...unpaid, once, ...orders([5, 30])]);
    for (const { subject } of deviants) expect(subject).toEqual(findings[0]!.subject);
    expect(deviants.map(({ key, minute }) => [key, minute])).toEqual(
      unpaid.map(({ key, end }) => [key, minuteOf(end)]),
    );
  });

  it('goes on with what was remembered when sessions were not named yet', () => {
    const one = sessionOf('one', timeOfMinute(INCIDENT), UNPAID);
    const { state } = judge([...orders([-60, 0]), one], { until: 1 });
    const [entry] = state.entries.values();
    const { recent, ...before } = entry!.blocks.at(-1)!.deviants['missing:paid']!;
    expect(recent).toEqual([{ key: 'one', minute: INCIDENT }]);
    expect(Deviants.parse(before)).toEqual({ ...before, recent: [] });
  });

  it('names no sessions any more when it is the level', () => {
    const unpaid = sessionsOf('unpaid', [0, 240], { a_minute: 12, steps: UNPAID });
    const { findings, deviants } = judge([...orders([-60, 0]), ...unpaid], { until: 240 });
    expect(deviants).toHaveLength(findings[0]!.actual);
  });

  it('begins anew when it comes again much later', () => {
    const unpaid = (from: number) => sessionsOf('unpaid', [from, from + 5], { a_minute: 12, steps: UNPAID });
    const { findings } = judge([...orders([-60, 90]), ...unpaid(0), ...unpaid(60)]);
    expect(findings.map(({ start, end }) => [start - INCIDENT, end - INCIDENT])).toEqual([
      [0, 5],
      [60, 65],
    ]);
  });

  it('becomes the level when it lasts: it is learned, and not told again', () => {
    const unpaid = sessionsOf('unpaid', [0, 240], { a_minute: 12, steps: UNPAID });
    const { findings, sentences } = judge([...orders([-60, 0]), ...unpaid], { until: 240 });
    expect(findings.map(({ status, context }) => [status, context['became_level']])).toEqual([
      ['resolved', true],
    ]);
    expect(sentences[0]).toContain('it lasted, and is the level from now on');
  });
});

describe('nothing is told', () => {
  it('of a single session that deviates: one in so many always does', () => {
    expect(judge([...orders([-60, 30]), sessionOf('one', timeOfMinute(INCIDENT), UNPAID)]).findings).toEqual(
      [],
    );
  });

  it('of what some always did', () => {
    const unpaid = sessionsOf('unpaid', [-60, 60], { a_minute: 0.5, steps: UNPAID });
    expect(judge([...orders([-60, 60]), ...unpaid]).findings).toEqual([]);
  });

  it('of sessions that failed: that they did is told by their errors', () => {
    const failed = sessionsOf('failed', [0, 6], {
      a_minute: 12,
      steps: ['gateway:received', '!stock:refused'],
    });
    const { findings, verdicts } = judge([...orders([-60, 0]), ...failed]);
    expect(findings).toEqual([]);
    expect(verdicts).toContainEqual({ detector: 'sequence', kind: 'failed', sessions: 72 });
  });

  it('of a kind of which too few are known, and that is said', () => {
    const unpaid = sessionsOf('unpaid', [0, 6], { a_minute: 12, steps: UNPAID });
    const { findings, verdicts } = judge([...orders([-60, 0], 2), ...unpaid]);
    expect(findings).toEqual([]);
    expect(verdicts).toEqual([
      {
        detector: 'sequence',
        kind: 'insufficient_history',
        sessions: 192,
        known_sessions: 114,
        needed_sessions: 300,
      },
    ]);
  });
});

it('what is known of templates that became part of others goes on under these', () => {
  const detector = sequenceDetector();
  const state = new SeriesStates(detector.state);
  const before = sessionsOf('order', [-60, 0], { a_minute: 12, steps: ORDER.map((step) => `${step}_old`) });
  const unpaid = sessionsOf('unpaid', [10, 16], { a_minute: 12, steps: UNPAID });
  const drive = (sessions: readonly Session[], from: number, to: number, resolve?: (id: string) => string) =>
    driveSessions({
      detector,
      state,
      sessions,
      templates: new Map(),
      from: timeOfMinute(INCIDENT + from),
      to: timeOfMinute(INCIDENT + to),
      ...(resolve && { resolve }),
    });
  expect(drive(before, -60, 0).findings).toEqual([]);
  const merged = (id: string) => id.replace('_old', '');
  const { findings, verdicts } = drive([...orders([0, 10]), ...unpaid], 0, 30, merged);
  expect(verdicts.map(({ kind, sessions }) => [kind, sessions])).toEqual([['judged', 192]]);
  expect(findings.map(({ template_id, actual }) => [template_id, actual])).toEqual([['paid', 72]]);
});

describe('a web shop of twelve services', () => {
  const START = Date.parse('2026-11-22T12:00:00Z');
  const minutesOf = (minutes: number) => START + minutes * 60_000;
  const judgeShop = (minutes: number, incidents: readonly Incident[] = []) => {
    const options = { seed: 7, start: START, end: minutesOf(minutes), requestsPerSecond: 3, incidents };
    const events = [...generateShopEvents(options)].flatMap((event) =>
      event.request_id === undefined
        ? []
        : { ...event, key: event.request_id, template_id: templateOf(event) },
    );
    const detector = sequenceDetector();
    const state = new SeriesStates(detector.state);
    // What ended just now may go on.
    const sessions = cutSessions(events, 30_000).filter(({ end }) => end < minutesOf(minutes) - 30_000);
    const { findings } = driveSessions({
      detector,
      state,
      sessions,
      templates: new Map(),
      from: START,
      to: minutesOf(minutes),
    });
    return findings;
  };

  it('in which nothing is wrong for three hours is told of nothing', () => {
    expect(judgeShop(180)).toEqual([]);
  });

  it('whose checkout leaves the payment out is told of it after the orders of half a minute', () => {
    const fault: Incident = { kind: 'payment_left_out', start: minutesOf(78.7), end: minutesOf(85) };
    const findings = judgeShop(80, [fault]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ service: 'payment', status: 'active', start: minuteOf(fault.start) });
    expect(findings[0]!.template_id).toContain('Authorising');
  });
});
