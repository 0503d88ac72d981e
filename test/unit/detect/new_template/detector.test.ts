import { describe, expect, test } from 'vitest';
import type { Level } from '../../../../common/levels.ts';
import { CountHistory } from '../../../../ml-service/src/detect/counts/count_history.ts';
import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import type { KnownTemplate, SeriesState } from '../../../../ml-service/src/detect/detector.ts';
import { newTemplateDetector } from '../../../../ml-service/src/detect/new_template/detector.ts';
import type { FollowedTemplate } from '../../../../ml-service/src/detect/new_template/followed_template.ts';
import { driveMinutes } from '../../../../ml-service/src/detect/drive_minutes.ts';
import { anomalyIdOf, sentenceOf } from '../../../../ml-service/src/detect/findings/finding.ts';
import { DetectionState } from '../../../../ml-service/src/detect/state/detection_state.ts';
import { INCIDENT, remembered, rowsOf, templatesOf } from '../../../conformance/detector_scenarios.ts';

const HEARTBEAT = ['heartbeat', 'gateway', 'INFO'] as const;

function evaluate(
  counts: readonly TemplateCount[],
  templates: ReadonlyMap<string, KnownTemplate>,
  [from, to]: readonly [number, number],
) {
  const detector = newTemplateDetector();
  const history = new CountHistory({ span_minutes: Infinity });
  history.replace({ counts });
  let state: SeriesState<FollowedTemplate> = new Map();
  return Array.from({ length: to - from }, (_, i) => {
    const evaluation = detector.evaluate({ minute: INCIDENT + from + i, counts: history, templates, state });
    state = remembered(state, evaluation);
    return evaluation;
  });
}

const texts = templatesOf({ heartbeat: ['Still alive'], refused: ['Connection refused by <host>', 0] });

describe('how urgent a new template is', () => {
  // An established stream: 60 minutes of 500 lines, with some templates seen just once.
  const established = (seen_once: number): TemplateCount[] => [
    ...rowsOf(HEARTBEAT, [-60, 1], 500),
    ...Array.from({ length: seen_once }, (_, i) => rowsOf([`rare${i}`, 'gateway'], [-i - 1, -i], 1)).flat(),
  ];
  test.each<{ stream: string; counts: TemplateCount[]; level: Level | undefined; risk: [number, number] }>([
    { stream: 'established', counts: established(0), level: 'ERROR', risk: [100, 100] },
    { stream: 'established', counts: established(30), level: 'FATAL', risk: [75, 100] },
    { stream: 'established', counts: established(30), level: 'ERROR', risk: [75, 100] },
    { stream: 'established', counts: established(30), level: 'WARN', risk: [50, 75] },
    { stream: 'established', counts: established(30), level: undefined, risk: [50, 75] },
    { stream: 'established', counts: established(30), level: 'INFO', risk: [25, 50] },
  ])('$stream stream, $level: risk within $risk', ({ counts, level, risk: [low, high] }) => {
    const rows =
      level === undefined ? (['refused', 'inventory'] as const) : (['refused', 'inventory', level] as const);
    const [evaluation] = evaluate([...counts, ...rowsOf(rows, [0, 1], 5)], texts, [0, 1]);
    const finding = evaluation!.findings.find(({ template_id }) => template_id === 'refused')!;
    expect(finding.risk_score).toBeGreaterThanOrEqual(low);
    expect(finding.risk_score).toBeLessThanOrEqual(high);
  });

  test('the probability is Good–Turing of the minutes before', () => {
    const counts = [...established(30), ...rowsOf(['refused', 'inventory', 'ERROR'], [0, 1], 5)];
    const [evaluation] = evaluate(counts, texts, [0, 1]);
    expect(evaluation?.findings).toMatchObject([
      { probability: 31 / (60 * 500 + 30 + 1), typical: 0, actual: 5 },
    ]);
  });

  test('the level that the caller knows speaks where the counts have none', () => {
    const known = new Map(texts).set('refused', { ...texts.get('refused')!, level: 'ERROR' });
    const counts = [...established(30), ...rowsOf(['refused', 'inventory'], [0, 1], 5)];
    expect(evaluate(counts, known, [0, 1])[0]?.findings).toMatchObject([{ level: 'ERROR' }]);
  });
});

describe('while templates are still being learned nothing is new', () => {
  test('at a cold start', () => {
    const cold = [
      ...Array.from({ length: 20 }, (_, i) => rowsOf([`t${i}`, 'gateway'], [-3, -2], 1)).flat(),
      ...rowsOf(HEARTBEAT, [-3, 1], 10),
      ...rowsOf(['refused', 'inventory', 'ERROR'], [0, 1], 5),
    ];
    expect(evaluate(cold, texts, [0, 1])[0]?.findings).toEqual([]);
  });

  test('in an hour of ten lines a minute, drawn evenly from 120 kinds: at most two are called new', () => {
    let seed = 1;
    const draw = () => (seed = (seed * 48_271) % 2_147_483_647) % 120;
    const counts = Array.from({ length: 60 }, (_, minute) =>
      Array.from({ length: 10 }, () => rowsOf([`kind${draw()}`, 'gateway', 'INFO'], [minute, minute + 1], 1)),
    ).flat(2);
    const first = new Map<string, number>();
    for (const { template_id, minute } of counts)
      if (!first.has(template_id)) first.set(template_id, minute - INCIDENT);
    const known = templatesOf(
      Object.fromEntries([...first].map(([id, minute]) => [id, [id, minute] as const])),
    );
    const findings = evaluate(counts, known, [0, 60]).flatMap((evaluation) => evaluation.findings);
    expect(first.size).toBeGreaterThan(110);
    expect(new Set(findings.map(anomalyIdOf)).size).toBeLessThanOrEqual(2);
  });
});

describe('when a template is new', () => {
  const stream = (refused: readonly TemplateCount[]) => [...rowsOf(HEARTBEAT, [-5, 30], 500), ...refused];
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
    const counts = stream([...refused_at(0), ...rowsOf(['refused', 'checkout'], [-3, -2], 1)]);
    const known = templatesOf({ heartbeat: ['Still alive'], refused: ['Connection refused by <host>', -3] });
    expect(evaluate(counts, known, [0, 1])[0]?.findings).toMatchObject([{ start: INCIDENT - 3 }]);
    expect(idsFound(evaluate(counts, known, [-5, 30]))).toBe(1);
  });

  test.each([
    { minute: -5, verdict: { kind: 'insufficient_history', known_minutes: 0, needed_minutes: 2 }, found: 0 },
    { minute: -4, verdict: { kind: 'insufficient_history', known_minutes: 1, needed_minutes: 2 }, found: 0 },
    { minute: -3, verdict: { kind: 'judged' }, found: 1 },
  ])('born $minute minutes from the incident: $verdict.kind', ({ minute, verdict, found }) => {
    const known = templatesOf({ heartbeat: ['Still alive'], refused: ['Refused', minute] });
    const evaluations = evaluate(stream(refused_at(minute)), known, [-5, 30]);
    expect(evaluations[minute + 5]?.verdicts).toMatchObject([verdict]);
    expect(idsFound(evaluations)).toBe(found);
  });

  test('its first line was counted late: found in the next minute, with the start and id it would have had', () => {
    const detector = newTemplateDetector();
    const on_time = evaluate(stream(refused_at(0)), texts, [-5, 1]).at(-1)!.findings[0]!;
    const history = new CountHistory();
    const step = (minute: number, state: SeriesState<FollowedTemplate> = new Map()) =>
      detector.evaluate({ minute: INCIDENT + minute, counts: history, templates: texts, state });
    history.replace({ counts: stream([]) });
    const earlier = remembered(new Map<string, FollowedTemplate>(), step(-1));
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
    ...rowsOf(HEARTBEAT, [-5, 30], 500),
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

function historyOf(counts: readonly TemplateCount[]): CountHistory {
  const history = new CountHistory();
  history.replace({ counts });
  return history;
}
