import { describe, expect, test } from 'vitest';
import type { Level } from '../../../../common/levels.ts';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import type { KnownTemplate, SeriesState } from '../../../../ml-service/src/detect/detector.ts';
import {
  type Followed,
  newTemplateDetector,
} from '../../../../ml-service/src/detect/new_template/detector.ts';
import { driveMinutes } from '../../../../ml-service/src/detect/drive_minutes.ts';
import { anomalyIdOf, sentenceOf } from '../../../../ml-service/src/detect/findings/finding.ts';
import { DetectionState } from '../../../../ml-service/src/detect/state/detection_state.ts';
import { seasonalDetector } from '../../../../ml-service/src/detect/seasonal/detector.ts';
import { INCIDENT, remembered, rowsOf, templatesOf } from '../../../conformance/detector_scenarios.ts';

const HEARTBEAT = ['heartbeat', 'inventory', 'INFO'] as const;
const NEW: Readonly<Record<string, readonly [string, number?]>> = {
  heartbeat: ['Still alive'],
  refused: ['Connection refused by <host>', 0],
};
const texts = templatesOf(NEW);

function evaluate(
  counts: readonly TemplateCount[],
  templates: ReadonlyMap<string, KnownTemplate>,
  [from, to]: readonly [number, number],
) {
  const detector = newTemplateDetector();
  const history = historyOf(counts);
  let state: SeriesState<Followed> = new Map();
  return Array.from({ length: to - from }, (_, i) => {
    const evaluation = detector.evaluate({ minute: INCIDENT + from + i, counts: history, templates, state });
    state = remembered(state, evaluation);
    return evaluation;
  });
}

function historyOf(counts: readonly TemplateCount[]): CountHistory {
  const history = new CountHistory({ span_minutes: Infinity });
  history.replace({ counts });
  return history;
}

/** What a run over minutes tells: type, where, since when (relative), how it ended. */
function toldOf(
  counts: readonly TemplateCount[],
  templates: ReadonlyMap<string, KnownTemplate>,
  [from, to]: readonly [number, number],
): string[] {
  const { findings } = driveMinutes({
    detectors: [newTemplateDetector()],
    state: new DetectionState(),
    counts: historyOf(counts),
    templates,
    from: INCIDENT + from,
    to: INCIDENT + to,
  });
  return findings.map(({ type, reason, template_id = '', start, status }) =>
    [type, reason.service ?? reason.data_stream, template_id, start - INCIDENT, status]
      .filter((word) => word !== '')
      .join(' '),
  );
}

/** Templates as the catalog knows them: first seen when they were counted first. */
function knownOf(
  counts: readonly TemplateCount[],
  known: Omit<Partial<KnownTemplate>, 'first_seen'> = {},
): ReadonlyMap<string, KnownTemplate> {
  const first = new Map<string, number>();
  for (const { template_id, minute } of counts) {
    first.set(template_id, Math.min(minute, first.get(template_id) ?? Infinity));
  }
  return new Map([...first].map(([id, minute]) => [id, { text: id, first_seen: minute * 60_000, ...known }]));
}

/** A seeded series of numbers below a bound. */
function drawing(seed = 1) {
  let state = seed;
  return (bound: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
}

describe('how urgent a new template is', () => {
  // An established stream: an hour of 500 lines a minute, with some templates seen just once.
  const established = (seen_once: number): TemplateCount[] => [
    ...rowsOf(HEARTBEAT, [-60, 1], 500),
    ...Array.from({ length: seen_once }, (_, i) =>
      rowsOf([`rare${i}`, 'inventory'], [-i - 11, -i - 10], 1),
    ).flat(),
  ];
  test.each<{ stream: string; counts: TemplateCount[]; level: Level | undefined; risk: [number, number] }>([
    { stream: 'established', counts: established(0), level: 'ERROR', risk: [100, 100] },
    { stream: 'established', counts: established(0), level: 'WARN', risk: [50, 75] },
    { stream: 'established', counts: established(0), level: undefined, risk: [50, 75] },
    { stream: 'established', counts: established(0), level: 'INFO', risk: [25, 50] },
    { stream: 'restless', counts: established(30), level: 'FATAL', risk: [75, 100] },
    { stream: 'restless', counts: established(30), level: 'ERROR', risk: [75, 100] },
  ])('$stream stream, $level: risk within $risk', ({ counts, level, risk: [low, high] }) => {
    const rows =
      level === undefined ? (['refused', 'inventory'] as const) : (['refused', 'inventory', level] as const);
    const [evaluation] = evaluate([...counts, ...rowsOf(rows, [0, 1], 5)], texts, [0, 1]);
    const finding = evaluation!.findings.find(({ template_id }) => template_id === 'refused')!;
    expect(finding.risk_score).toBeGreaterThanOrEqual(low);
    expect(finding.risk_score).toBeLessThanOrEqual(high);
  });

  test('of a restless stream, what is no error is not told', () => {
    const counts = [...established(30), ...rowsOf(['refused', 'inventory', 'WARN'], [0, 1], 5)];
    expect(evaluate(counts, texts, [0, 1])[0]?.findings).toEqual([]);
  });

  test('the probability is Good–Turing of the lines of its service, errors apart', () => {
    const elsewhere = rowsOf(['heartbeat', 'gateway', 'INFO'], [-60, 1], 9000);
    const counts = [
      ...established(30),
      ...elsewhere,
      ...rowsOf(['refused', 'inventory', 'ERROR'], [0, 1], 5),
    ];
    const [evaluation] = evaluate(counts, texts, [0, 1]);
    expect(evaluation?.findings).toMatchObject([
      { probability: 1 / (60 * 500 + 30 + 1), typical: 0, actual: 5 },
    ]);
  });

  test('the level that the caller knows speaks where the counts have none', () => {
    const known = new Map(texts).set('refused', { ...texts.get('refused')!, level: 'ERROR' });
    const counts = [...established(30), ...rowsOf(['refused', 'inventory'], [0, 1], 5)];
    expect(evaluate(counts, known, [0, 1])[0]?.findings).toMatchObject([{ level: 'ERROR' }]);
  });
});

describe('what is still being learned', () => {
  const steady = (minutes: number, kinds: number, lines: number) => {
    const draw = drawing();
    return Array.from({ length: minutes }, (_, minute) =>
      Array.from({ length: lines }, () =>
        rowsOf([`kind${draw(kinds)}`, 'gateway', 'INFO'], [minute, minute + 1], 1),
      ),
    ).flat(2);
  };

  test.each([
    { minutes: 60, lines: 10, kinds: 120 },
    { minutes: 60, lines: 60, kinds: 120 },
    { minutes: 240, lines: 10, kinds: 120 },
  ])('$minutes minutes of $lines lines, drawn evenly from $kinds kinds: nothing is told', (how) => {
    const counts = steady(how.minutes, how.kinds, how.lines);
    expect(toldOf(counts, knownOf(counts), [0, how.minutes])).toEqual([]);
  });

  test('three hours of an access log to which a new browser comes every few minutes: nothing is told', () => {
    const counts = [
      ...rowsOf(['GET / Firefox', 'web', 'INFO'], [0, 180], 300),
      ...Array.from({ length: 60 }, (_, i) =>
        rowsOf([`GET / browser ${i}`, 'web', 'INFO'], [3 * i, 3 * i + 1], 1),
      ).flat(),
    ];
    expect(toldOf(counts, knownOf(counts), [0, 180])).toEqual([]);
  });

  test('but an error in it is told in its minute', () => {
    const counts = [...steady(120, 120, 10), ...rowsOf(['refused', 'gateway', 'ERROR'], [90, 92], 5)];
    expect(toldOf(counts, knownOf(counts), [0, 91])).toEqual(['new_template gateway refused 90 active']);
  });

  test('the first half hour of a cluster: nothing is told, of whatever level', () => {
    const services = ['gateway', 'checkout', 'inventory'];
    const counts = services.flatMap((service, number) => [
      ...rowsOf([`alive ${service}`, service, 'INFO'], [number, 35], 50),
      ...Array.from({ length: 8 }, (_, i) =>
        rowsOf([`rare ${service} ${i}`, service, 'ERROR'], [3 * i + 2, 3 * i + 3], 1),
      ).flat(),
    ]);
    expect(toldOf(counts, knownOf(counts), [0, 35])).toEqual([]);
  });

  test('a service that writes rarely is known by what it wrote in the hours before', () => {
    const rare = Array.from({ length: 4 }, (_, i) =>
      rowsOf(['sent', 'mailer', 'INFO'], [30 * i, 30 * i + 1], 2),
    );
    const counts = [
      ...rowsOf(HEARTBEAT, [-30, 121], 500),
      ...rare.flat(),
      ...rowsOf(['bounced', 'mailer', 'ERROR'], [120, 121], 1),
    ];
    const known = new Map([...knownOf(counts)]);
    expect(toldOf(counts, known, [-30, 121])).toContain('new_template mailer bounced 120 active');
  });
});

describe('a new source', () => {
  const running = [
    ...rowsOf(['alive', 'gateway', 'INFO'], [-90, 60], 200),
    ...rowsOf(['alive', 'checkout', 'INFO'], [-90, 60], 200),
  ];
  const attached = (service: string, kinds: number, start: number) =>
    Array.from({ length: kinds }, (_, i) =>
      rowsOf([`${service} ${i}`, service, i % 3 === 0 ? 'ERROR' : 'INFO'], [start + (i % 20), 60], 1 + i),
    ).flat();

  test('three attached beside a running system: three notices, and not one for each of their templates', () => {
    const counts = [
      ...running,
      ...attached('billing', 80, 0),
      ...attached('search', 120, 0),
      ...attached('mailer', 49, 4),
    ];
    expect(toldOf(counts, knownOf(counts), [-90, 60]).toSorted()).toEqual([
      'new_source billing 0 resolved',
      'new_source mailer 4 resolved',
      'new_source search 0 resolved',
    ]);
  });

  test('is a notice: low, in one sentence', () => {
    const counts = [...running, ...attached('billing', 12, 0)];
    const [evaluation] = evaluate(counts, knownOf(counts), [5, 6]);
    expect(evaluation?.findings).toMatchObject([{ risk_score: 10, status: 'active' }]);
    expect(sentenceOf(evaluation!.findings[0]!)).toBe(
      'billing: new source (56 lines of 6 templates since 14:23 UTC).',
    );
  });

  test('lines without a service are told apart by their data stream', () => {
    const nameless = (data_stream: string, start: number) =>
      rowsOf([data_stream, 'unknown', 'INFO'], [start, 60], 20);
    const counts = [...running, ...nameless('logs-nginx', -90), ...nameless('logs-redis', 3)];
    const known = new Map(
      [...knownOf(counts)].map(([id, template]) => [
        id,
        id.startsWith('logs-') ? { ...template, data_streams: [id] } : template,
      ]),
    );
    expect(toldOf(counts, known, [-90, 60])).toEqual(['new_source logs-redis 3 resolved']);
  });

  test('begun anew each day in an index of its own, it is the same one', () => {
    const counts = [
      ...running,
      ...rowsOf(['got', 'unknown', 'INFO'], [-90, 60], 20),
      ...rowsOf(['put', 'unknown', 'INFO'], [-90, 60], 2),
    ];
    // The day ends at 0.
    const days = ['logs-app-2026.11.22', 'logs-app-2026.11.23'];
    const known = new Map(
      [...knownOf(counts)].map(([id, template]) => [
        id,
        id === 'got' || id === 'put' ? { ...template, data_streams: days } : template,
      ]),
    );
    const state = new DetectionState();
    const history = new CountHistory();
    history.replace({ counts });
    const judged = [
      {
        templates: new Map(
          [...known].map(([id, one]) => [
            id,
            { ...one, ...('data_streams' in one && { data_streams: [days[0]!] }) },
          ]),
        ),
        from: -90,
        to: 0,
      },
      { templates: known, from: 0, to: 60 },
    ].flatMap(
      ({ templates, from, to }) =>
        driveMinutes({
          detectors: [newTemplateDetector()],
          state,
          counts: history,
          templates,
          from: INCIDENT + from,
          to: INCIDENT + to,
        }).findings,
    );
    expect(judged).toEqual([]);
  });

  test('without a name is known by each data stream of its lines: a new error of one is told in its minute', () => {
    const shop = ['logs-shop-eu', 'logs-shop-us'];
    const counts = [
      ...rowsOf(['order', 'unknown', 'INFO'], [-90, 30], 50),
      ...rowsOf(['mail', 'unknown', 'INFO'], [-90, 30], 50),
      ...rowsOf(['refused', 'unknown', 'ERROR'], [10, 12], 5),
    ];
    const known = new Map(
      [...knownOf(counts)].map(([id, template]) => [
        id,
        { ...template, data_streams: id === 'refused' ? ['logs-shop-eu'] : shop },
      ]),
    );
    expect(toldOf(counts, known, [-90, 30])).toEqual(['new_template unknown refused 10 resolved']);
  });

  test('is none of the first half hour: then everything is', () => {
    const counts = [
      ...rowsOf(['alive', 'gateway'], [0, 60], 9),
      ...rowsOf(['alive', 'checkout'], [20, 60], 9),
    ];
    expect(toldOf(counts, knownOf(counts), [0, 60])).toEqual([]);
  });

  test('is told once, however long it pauses', () => {
    const state = new DetectionState();
    const told: string[] = [];
    const days = [0, 1, 20];
    for (const day of days) {
      const at = day * 1440;
      const counts = [
        ...rowsOf(['alive', 'gateway'], [at - 200, at + 60], 9),
        ...rowsOf(['report', 'monthly'], [at, at + 5], 40),
      ];
      const { findings } = driveMinutes({
        detectors: [newTemplateDetector()],
        state,
        counts: historyOf(counts),
        templates: templatesOf({ alive: ['Alive'], report: ['Report', 0] }),
        from: INCIDENT + at - 200,
        to: INCIDENT + at + 60,
      });
      told.push(...findings.map(({ type, start }) => `${type} day ${Math.floor((start - INCIDENT) / 1440)}`));
    }
    expect(told).toEqual(['new_source day 0']);
  });

  test('its first line was counted late: one notice all the same', () => {
    const counts = [...running, ...attached('billing', 12, 2)];
    const late = rowsOf(['billing 0', 'billing', 'ERROR'], [0, 1], 1);
    const detector = newTemplateDetector();
    const state = new DetectionState();
    const history = historyOf(counts);
    const known = knownOf([...counts, ...late]);
    const run = (from: number, to: number) =>
      driveMinutes({
        detectors: [detector],
        state,
        counts: history,
        templates: known,
        from: INCIDENT + from,
        to: INCIDENT + to,
      }).findings;
    run(-90, 5);
    history.replace({ counts: [...running.filter(({ minute }) => minute === INCIDENT), ...late] });
    expect(run(5, 60).map(({ type, start }) => `${type} ${start - INCIDENT}`)).toEqual(['new_source 2']);
  });
});

describe('a template that comes back', () => {
  const WEEK = 7 * 1440;
  /** Eight days and more of steady lines, with what came besides, judged as it comes: only the last hours are at hand. */
  const toldAfter = (besides: readonly TemplateCount[]): string[] => {
    const detectors = [newTemplateDetector(), seasonalDetector()];
    const state = new DetectionState();
    const history = new CountHistory({ span_minutes: 370 });
    const by_minute = Map.groupBy(besides, ({ minute }) => minute - INCIDENT);
    const templates = templatesOf({
      alive: ['Alive'],
      timeout: ['Timeout after <ms>ms', -3 * WEEK],
      rare: ['Rare', -3 * WEEK],
    });
    const told: string[] = [];
    for (let minute = -WEEK - 2000; minute < 20; minute += 1) {
      history.replace({
        counts: [
          ...rowsOf(['alive', 'cart', 'INFO'], [minute, minute + 1], 20),
          ...(by_minute.get(minute) ?? []),
        ],
      });
      const from = INCIDENT + minute;
      const { findings } = driveMinutes({ detectors, state, counts: history, templates, from, to: from + 1 });
      told.push(
        ...findings.filter(({ status, start }) => status === 'resolved' && start >= INCIDENT).map(sentenceOf),
      );
    }
    return told;
  };
  const timeout = (minute: number, lines = 3) =>
    rowsOf(['timeout', 'cart', 'ERROR'], [minute, minute + 1], lines);

  test('after more than a week says so', () => {
    expect(toldAfter([...timeout(-WEEK - 1500), ...timeout(0)])).toEqual([
      'cart: back after more than 7 days: ERROR "Timeout after <ms>ms" (3 lines since 14:23 UTC).',
    ]);
  });

  test.each([
    { was: 'six days ago', minute: -6 * 1440 },
    { was: 'yesterday', minute: -1440 },
    { was: 'two hours and a half ago', minute: -150 },
  ])('not where it came $was', ({ minute }) => {
    expect(toldAfter([...timeout(minute), ...timeout(0)])).toEqual([]);
  });

  test('not where another service wrote it meanwhile', () => {
    const elsewhere = rowsOf(['timeout', 'gateway', 'ERROR'], [-2000, -1990], 3);
    const gateway = rowsOf(['alive', 'gateway', 'INFO'], [-WEEK - 2000, -WEEK], 3);
    expect(toldAfter([...gateway, ...elsewhere, ...timeout(0)])).toEqual([]);
  });

  test('not where such rare lines come every day', () => {
    const rare = Array.from({ length: 40 }, (_, i) =>
      rowsOf([`rare${i}`, 'cart', 'INFO'], [-240 * i - 200, -240 * i - 199], 1),
    ).flat();
    expect(toldAfter([...rare, ...rowsOf(['rare', 'cart', 'INFO'], [0, 1], 1)])).toEqual([]);
  });
});

describe('when a template is new', () => {
  const stream = (refused: readonly TemplateCount[]) => [
    ...rowsOf(HEARTBEAT, [-40, 30], 500),
    ...rowsOf(['heartbeat', 'checkout', 'INFO'], [-40, 30], 500),
    ...refused,
  ];
  const refused_at = (...minutes: readonly number[]) =>
    minutes.flatMap((minute) => rowsOf(['refused', 'inventory', 'ERROR'], [minute, minute + 1], 4));
  const idsFound = (evaluations: ReturnType<typeof evaluate>) =>
    new Set(evaluations.flatMap(({ findings }) => findings.map(anomalyIdOf))).size;

  test('in the minute of its first line, in no later one', () => {
    const evaluations = evaluate(stream(refused_at(0, 3, 25)), texts, [-5, 30]);
    expect(idsFound(evaluations)).toBe(1);
    expect(evaluations[5]?.findings).toMatchObject([{ start: INCIDENT, status: 'active' }]);
  });

  test('not when it was known before the history begins', () => {
    const known = templatesOf({
      heartbeat: ['Still alive'],
      refused: ['Connection refused by <host>', -9000],
    });
    expect(idsFound(evaluate(stream(refused_at(0)), known, [-5, 30]))).toBe(0);
  });

  test('not when it was counted before the caller says that it was first seen', () => {
    expect(idsFound(evaluate(stream(refused_at(-3, 0)), texts, [7, 30]))).toBe(0);
  });

  test('not when another service wrote it before', () => {
    const counts = stream([...refused_at(-3), ...rowsOf(['refused', 'checkout'], [0, 1], 1)]);
    const known = templatesOf({ heartbeat: ['Still alive'], refused: ['Connection refused by <host>', -3] });
    expect(evaluate(counts, known, [0, 1])[0]?.findings).toMatchObject([{ start: INCIDENT - 3 }]);
    expect(idsFound(evaluate(counts, known, [-5, 30]))).toBe(1);
  });

  test.each([
    {
      minute: -40,
      verdict: { kind: 'insufficient_history', known_minutes: 0, needed_minutes: 30 },
      found: 0,
    },
    {
      minute: -11,
      verdict: { kind: 'insufficient_history', known_minutes: 29, needed_minutes: 30 },
      found: 0,
    },
    { minute: -10, verdict: { kind: 'judged' }, found: 1 },
  ])('born $minute minutes from the incident: $verdict.kind', ({ minute, verdict, found }) => {
    const known = templatesOf({ heartbeat: ['Still alive'], refused: ['Refused', minute] });
    const evaluations = evaluate(stream(refused_at(minute)), known, [-40, 30]);
    expect(evaluations[minute + 40]?.verdicts).toMatchObject([verdict]);
    expect(idsFound(evaluations)).toBe(found);
  });

  test('its first line was counted late: found in the next minute, with the start and id it would have had', () => {
    const detector = newTemplateDetector();
    const on_time = evaluate(stream(refused_at(0)), texts, [-5, 1]).at(-1)!.findings[0]!;
    const history = new CountHistory();
    const step = (minute: number, state: SeriesState<Followed> = new Map()) =>
      detector.evaluate({ minute: INCIDENT + minute, counts: history, templates: texts, state });
    history.replace({ counts: stream([]) });
    const earlier = remembered(new Map<string, Followed>(), step(-1));
    const before = step(0, earlier);
    const busier = rowsOf(['refused', 'checkout', 'ERROR'], [1, 2], 99);
    history.replace({ counts: stream([...refused_at(0), ...busier]) });
    const after = step(1, remembered(earlier, before));
    expect(before.findings).toEqual([]);
    expect(after.findings).toMatchObject([{ start: INCIDENT, probability: on_time.probability }]);
    expect(after.findings.map(anomalyIdOf)).toEqual([anomalyIdOf(on_time)]);
  });

  test('a template that the caller does not know is not judged, and counted', () => {
    const unknown = templatesOf({ heartbeat: ['Still alive'] });
    const [evaluation] = evaluate(stream(refused_at(0)), unknown, [0, 1]);
    expect(evaluation?.findings).toEqual([]);
    expect(evaluation?.verdicts).toMatchObject([
      { kind: 'judged' },
      { kind: 'unknown_templates', templates: 1 },
    ]);
  });
});

describe('while it is followed', () => {
  const counts = [
    ...rowsOf(HEARTBEAT, [-40, 30], 500),
    ...rowsOf(['heartbeat', 'checkout', 'INFO'], [-40, 30], 500),
    ...rowsOf(['refused', 'inventory', 'ERROR'], [0, 2], 6),
    ...rowsOf(['refused', 'checkout', 'ERROR'], [1, 3], 50),
    ...rowsOf(['refused', 'checkout', 'ERROR'], [8, 25], 1),
  ];

  test('more lines extend it for ten minutes, quiet ones say nothing, then it is resolved', () => {
    const findings = evaluate(counts, texts, [-5, 30]).flatMap((evaluation) => evaluation.findings);
    expect(findings.map(({ status, end, actual }) => `${status} ${end - INCIDENT} ${actual}`)).toEqual([
      'active 1 6',
      'active 2 62',
      'active 3 112',
      'active 9 113',
      'active 10 114',
      'resolved 10 114',
    ]);
  });

  test('it names the service of its first minute, and all of them in the context', () => {
    const { findings } = driveMinutes({
      detectors: [newTemplateDetector()],
      state: new DetectionState(),
      counts: historyOf(counts),
      templates: texts,
      from: INCIDENT - 5,
      to: INCIDENT + 30,
    });
    expect(sentenceOf(findings[0]!)).toBe(
      'inventory: never seen before: ERROR "Connection refused by <host>" (114 lines since 14:23 UTC).',
    );
    expect(findings).toMatchObject([
      {
        service: 'inventory',
        context: { follow_minutes: 10, total: 114, services: ['checkout', 'inventory'] },
      },
    ]);
  });
});
