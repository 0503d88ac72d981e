import { describe, expect, test } from 'vitest';
import { SCORE_BANDS } from '../../../common/score_bands.ts';
import type { Incident } from '../../../demo/shop/conditions.ts';
import { generateShop } from '../../../demo/shop/generate.ts';
import { readReaderTables } from '../../../ml-service/src/adapters/file/installed/precompiled_tables.ts';
import { analyze } from '../../../ml-service/src/analyze/analyze.ts';
import { detectorsOf } from '../../../ml-service/src/detect/detectors.ts';
import { ParameterConfig } from '../../../ml-service/src/settings/detectors.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';

/** The lines of the demo's web shop, as it ships them: what pages somebody, and that nothing else does. */

const MINUTE = 60_000;
const START = Date.parse('2026-01-15T14:00:00Z');
const TIMEOUT_MS = 120_000;
/** The band that the ready-made rule alerts of. */
const [CRITICAL] = SCORE_BANDS;

/** As in the demo: its database stops answering for three minutes, every half an hour. */
const outagesAt = (minutes: readonly number[]) =>
  minutes.map((minute) => ({
    kind: 'database_timeout' as const,
    start: START + minute * MINUTE,
    end: START + (minute + 3) * MINUTE,
  }));

const WORDS = [
  ...['apple', 'bread', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'haven', 'inlet', 'joust'],
  ...['kayak', 'lemon', 'maple', 'noble', 'ocean', 'pearl', 'quilt', 'river', 'stone', 'tulip'],
];

/** Of each kind more than ten: the rule of frequencies would look at them. */
const LINES_A_MINUTE = 400;

/** A log of its own that begins at a minute: twenty kinds of lines, errors among them. */
function* attached(service: string, [from, to]: readonly [number, number]) {
  for (let number = 0; number < (to - from) * LINES_A_MINUTE; number++) {
    const kind = (number * 7) % 20;
    yield {
      '@timestamp': new Date(START + from * MINUTE + (number / LINES_A_MINUTE) * MINUTE).toISOString(),
      message: `${WORDS[kind]} ${WORDS[(kind + 7) % 20]} ${WORDS[(kind + 13) % 20]} ${number}`,
      log: { level: kind === 3 ? 'ERROR' : 'INFO' },
      service: { name: service },
    };
  }
}

async function told(
  minutes: number,
  {
    outages = [],
    slow = [],
    beside = [],
  }: {
    outages?: readonly number[];
    slow?: readonly Incident[];
    beside?: readonly Iterable<object>[];
  } = {},
) {
  const shop = generateShop({
    seed: 7,
    start: START,
    end: START + minutes * MINUTE,
    requestsPerSecond: 2,
    incidents: [...outagesAt(outages), ...slow],
  });
  const inputs = [shop, ...beside].map((documents, index) => ({
    name: `log-${index}`,
    // eslint-disable-next-line @typescript-eslint/require-await -- files are read so
    read: async function* () {
      for (const document of documents) yield Buffer.from(`${JSON.stringify(document)}\n`);
    },
  }));
  const { anomalies, incidents, verdicts } = await analyze({
    inputs,
    parse: DEFAULT_PARSE_CONFIG,
    tables: readReaderTables(),
    detectors: detectorsOf(),
    parameter: ParameterConfig.parse({}),
    reference: START,
    seconds: () => 0,
  });
  return {
    anomalies,
    verdicts,
    all_incidents: incidents,
    incidents: incidents
      .filter(({ risk_score }) => risk_score >= CRITICAL.from)
      .map((one) => ({ ...one, minute: (Date.parse(one.start) - START) / MINUTE }))
      .sort((a, b) => a.minute - b.minute),
  };
}

describe('the web shop of the demo', () => {
  test('in two hours without an outage alerts nobody', { timeout: TIMEOUT_MS }, async () => {
    const { incidents } = await told(120);
    expect(incidents).toEqual([]);
  });

  test(
    'its outage is one incident that began in inventory within two minutes, the second and the fourth time as the first',
    { timeout: TIMEOUT_MS },
    async () => {
      const outages = [45, 75, 105, 135];
      const { incidents } = await told(150, { outages });
      expect(incidents.map(({ first_service }) => first_service)).toEqual(outages.map(() => 'inventory'));
      // Of the three gravest it is asked what changed in the steps of requests.
      const causes = incidents.flatMap(({ causes: [first] }) => first?.service ?? []);
      expect(causes).toEqual(['inventory', 'inventory', 'inventory']);
      for (const [at, { minute, risk_score, failed_request_count }] of incidents.entries()) {
        expect(Math.abs(minute - outages[at]!)).toBeLessThanOrEqual(2);
        expect({ at, risk_score }).toEqual({ at, risk_score: 100 });
        expect(failed_request_count).toBeGreaterThan(5);
      }
    },
  );

  test(
    'with three logs attached beside it gives three notices, and alerts nobody',
    { timeout: TIMEOUT_MS },
    async () => {
      const names = ['billing', 'loyalty', 'printing'];
      const { anomalies, incidents } = await told(100, {
        beside: names.map((name, at) => attached(name, [50 + at, 100])),
      });
      expect(incidents).toEqual([]);
      const of_them = anomalies.filter(({ service }) => names.includes(service ?? ''));
      expect(of_them.map(({ type, service }) => `${type} ${service}`).sort()).toEqual(
        names.map((name) => `new_source ${name}`),
      );
    },
  );

  test(
    'its payment that takes twice as long is one incident that began within two minutes, and no line said so',
    { timeout: TIMEOUT_MS },
    async () => {
      const [from, to] = [95.4, 101];
      const slow = [
        { kind: 'slow_payment' as const, start: START + from * MINUTE, end: START + to * MINUTE },
      ];
      const { anomalies, all_incidents, verdicts } = await told(120, { slow });
      const values = anomalies.filter(({ type }) => type === 'parameter');
      // Some services of the shop are known by their loggers.
      const services = new Set(values.map(({ service }) => /checkout|payment/.exec(service!)?.[0]));
      expect(services).toEqual(new Set(['checkout', 'payment']));
      for (const { start, samples } of values) {
        expect(Math.abs((Date.parse(start) - START) / MINUTE - from)).toBeLessThan(2);
        expect(samples.length).toBeGreaterThan(0);
      }
      const of_it = all_incidents.filter(({ services }) => /payment/.test(String(services)));
      expect(of_it).toHaveLength(1);
      expect(String(of_it[0]!.services)).toContain('checkout');
      expect(
        verdicts.find(({ detector, kind }) => detector === 'parameter' && kind === 'judged'),
      ).toMatchObject({ parameters: expect.any(Number) as number });
    },
  );
});
