import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { timeOfMinute } from '../../../../common/minutes.ts';
import { anomalyDocumentOf } from '../../../../ml-service/src/detect/findings/anomaly_record.ts';
import { sentenceOf } from '../../../../ml-service/src/detect/findings/finding.ts';
import {
  type SeenTemplate,
  semanticDetector,
  type TemplateObservation,
} from '../../../../ml-service/src/detect/semantic/detector.ts';
import { seededRandom } from '../../../../ml-service/src/detect/semantic/seeded_random.ts';
import { atOnce } from '../../../../ml-service/src/parse/in_slices.ts';

const ZERO = 29_922_000;
const DIMENSIONS = 16;
const detector = semanticDetector({ min_known_minutes: 30, min_known_templates: 10, trees: 20 });

type Sketch = { minute: number; vector: Float32Array } & Partial<SeenTemplate>;

/** A vector of length 1 near the first axis, or near another one. */
function near(axis: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const numbers = Array.from({ length: DIMENSIONS }, (_, at) => (at === axis ? 3 : random() - 0.5));
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (value) => value / length);
}

/** Templates that were known since the first minute. */
const KNOWN: readonly [string, Sketch][] = Array.from({ length: 30 }, (_, at) => [
  `known_${at}`,
  { minute: 0, vector: near(0, at + 1), text: `Handled request ${at}` },
]);

function observe(
  sketches: readonly (readonly [string, Sketch])[],
  { minute = 60, candidates = sketches.map(([id]) => id) } = {},
): TemplateObservation {
  return {
    minute: ZERO + minute,
    candidates,
    templates: new Map(
      sketches.map(([id, { minute: came, vector: _vector, ...rest }]) => [
        id,
        {
          text: id,
          services: ['checkout'],
          first_seen: timeOfMinute(ZERO + came),
          last_seen: timeOfMinute(ZERO + came),
          ...rest,
        },
      ]),
    ),
    meanings: new Map(sketches.map(([id, { vector }]) => [id, vector])),
  };
}

const evaluate = (observation: TemplateObservation) => atOnce(detector.evaluate(observation));
const found = (observation: TemplateObservation) =>
  evaluate(observation).findings.map(({ template_id }) => template_id);

const FAULT: [string, Sketch] = [
  'fault',
  { minute: 60, vector: near(5, 99), text: 'Certificate validation failed', level: 'WARN' },
];

describe('a template that is new', () => {
  it('is abnormal where it is unlike all that was known and sounds severe', () => {
    const { findings, scores, verdicts } = evaluate(observe([...KNOWN, FAULT], { candidates: ['fault'] }));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      type: 'semantic',
      subject: { kind: 'template', template: 'fault' },
      service: 'checkout',
      status: 'active',
      start: ZERO + 60,
      end: ZERO + 61,
      semantic_score: scores.get('fault'),
      context: { expected_severity: 'error', known_templates: 30 },
    });
    expect(findings[0]!.actual).toBeGreaterThan(findings[0]!.typical);
    expect(verdicts).toEqual(new Map([['fault', 'judged']]));
  });

  it('names the nearest that were known, with their distances, the nearest first', () => {
    const [finding] = evaluate(observe([...KNOWN, FAULT])).findings;
    const { nearest_templates, nearest_distances } = finding!.context;
    expect(nearest_templates).toHaveLength(3);
    expect(nearest_distances).toEqual([...(nearest_distances as number[])].sort((a, b) => a - b));
    expect((nearest_distances as number[])[0]).toBe(finding!.actual);
  });

  it('names none that lies where not everybody may look who sees it', () => {
    const hidden = KNOWN.map(([id, sketch], at): [string, Sketch] => [
      id,
      { ...sketch, data_streams: [at % 2 === 0 ? 'logs-secret' : 'logs-shop'] },
    ]);
    const fault: [string, Sketch] = ['fault', { ...FAULT[1], data_streams: ['logs-shop'] }];
    const [finding] = evaluate(observe([...hidden, fault])).findings;
    const numbers = (finding!.context['nearest_templates'] as string[]).map((id) => Number(id.split('_')[1]));
    expect(numbers).toHaveLength(3);
    for (const number of numbers) expect(number % 2).toBe(1);
  });

  it.each([
    ['says something known in other words', { vector: near(0, 77) }],
    ['sounds harmless', { text: 'Certificate renewed', level: 'INFO' as const }],
  ])('is normal where it %s', (_case, changes) => {
    const template: [string, Sketch] = ['fault', { ...FAULT[1], ...changes }];
    const { findings, verdicts } = evaluate(observe([...KNOWN, template], { candidates: ['fault'] }));
    expect(findings).toEqual([]);
    expect(verdicts.get('fault')).toBe('judged');
  });

  it('is abnormal by the level of its lines where its words say nothing', () => {
    const fault: [string, Sketch] = ['fault', { ...FAULT[1], text: 'xyzzy', level: 'ERROR' }];
    expect(found(observe([...KNOWN, fault]))).toEqual(['fault']);
  });

  it.each([
    ['learning', 'its source has just come', [...KNOWN, ['fault', { ...FAULT[1], services: ['new'] }]]],
    ['insufficient_history', 'few are known', [...KNOWN.slice(0, 5), FAULT]],
  ] as const)('cannot be judged (%s) while %s', (verdict, _case, sketches) => {
    const evaluation = evaluate(observe(sketches, { candidates: ['fault'] }));
    expect([...evaluation.verdicts]).toEqual([['fault', verdict]]);
    expect(evaluation.findings).toEqual([]);
  });

  it.each(['fault', 'known_3'])('cannot be judged before %s is embedded', (id) => {
    const observation = observe([...KNOWN, FAULT], { candidates: ['fault'] });
    const meanings = new Map([...observation.meanings].filter(([known]) => known !== id));
    const evaluation = evaluate({ ...observation, meanings });
    expect([...evaluation.verdicts]).toEqual([['fault', 'unembedded']]);
  });

  it('is over when it has been followed for as long as it is declared', () => {
    const statusAt = (minute: number) => evaluate(observe([...KNOWN, FAULT], { minute })).findings[0]!.status;
    expect(statusAt(60 + detector.follow_minutes - 1)).toBe('active');
    expect(statusAt(60 + detector.follow_minutes)).toBe('resolved');
  });
});

describe('as a detector', () => {
  const came = fc.record({
    minute: fc.integer({ min: 0, max: 90 }),
    axis: fc.integer({ min: 0, max: 8 }),
    seed: fc.integer({ min: 1, max: 1000 }),
    level: fc.constantFrom('INFO', 'WARN', 'ERROR', 'FATAL'),
  });
  const sketchesOf = (drawn: readonly (typeof came extends fc.Arbitrary<infer T> ? T : never)[]) => [
    ...KNOWN,
    ...drawn.map(({ minute, axis, seed, level }, at): [string, Sketch] => [
      `drawn_${at}`,
      { minute, vector: near(axis, seed), level: level },
    ]),
  ];
  const worlds = fc.array(came, { minLength: 1, maxLength: 12 }).map(sketchesOf);

  it('declares its source and its type', () => {
    expect(detector).toMatchObject({ name: 'semantic', source: 'templates', types: ['semantic'] });
  });

  it('gives the same for the same, whatever the order, and changes nothing', () => {
    fc.assert(
      fc.property(worlds, (sketches) => {
        const observation = observe(sketches, { minute: 90 });
        const before = structuredClone(observation);
        const first = evaluate(observation);
        expect(observation).toEqual(before);
        expect(evaluate(observe([...sketches].reverse(), { minute: 90 }))).toEqual(first);
      }),
      { numRuns: 30 },
    );
  });

  it('judges each template by itself: all at once or one by one give the same findings', () => {
    fc.assert(
      fc.property(worlds, (sketches) => {
        const whole = evaluate(observe(sketches, { minute: 90 }));
        const single = sketches.map(([id]) => evaluate(observe(sketches, { minute: 90, candidates: [id] })));
        expect(single.flatMap(({ findings }) => findings)).toHaveLength(whole.findings.length);
        expect(single.flatMap(({ findings }) => findings)).toEqual(
          expect.arrayContaining([...whole.findings]),
        );
        expect(new Map(single.flatMap(({ verdicts }) => [...verdicts]))).toEqual(whole.verdicts);
      }),
      { numRuns: 30 },
    );
  });

  it('what comes later, or within the minutes in which it is followed, changes nothing', () => {
    fc.assert(
      fc.property(worlds, fc.array(came, { maxLength: 5 }), (sketches, later) => {
        const at = 80;
        const fault: [string, Sketch] = ['fault', { ...FAULT[1], minute: at }];
        const after = later.map(({ axis, seed }, number): [string, Sketch] => [
          `later_${number}`,
          { minute: at - detector.follow_minutes + number, vector: near(axis, seed) },
        ]);
        const judge = (more: readonly [string, Sketch][]) =>
          evaluate(observe([...sketches, fault, ...more], { minute: 95, candidates: ['fault'] }));
        expect(judge(after)).toEqual(judge([]));
      }),
      { numRuns: 30 },
    );
  });

  it('findings become valid documents whose sentences say why', () => {
    const [finding] = evaluate(observe([...KNOWN, FAULT])).findings;
    const document = anomalyDocumentOf({
      finding: finding!,
      written: timeOfMinute(ZERO + 61),
      judged_until: ZERO + 61,
      samples: [],
    });
    expect(AnomalyDocument.parse(document)).toEqual(document);
    expect(document.log_ai.semantic_score).toBe(finding!.semantic_score);
    expect(sentenceOf(finding!)).toMatch(
      /^checkout: unlike anything seen before, and an error by its words: "Certificate validation failed" \(distance 0\.\d\d to the nearest known template, usually 0\.\d\d, since \d\d:\d\d UTC\)\.$/,
    );
  });
});
