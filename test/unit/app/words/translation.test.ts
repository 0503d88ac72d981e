import { Fragment, type ReactElement } from 'react';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { AnomalyReason } from '../../../../common/documents/anomaly_reason.ts';
import { reasonSentence as documentSentence } from '../../../../common/reason_text.ts';
import { reasonSentence } from '../../../../public/anomalies/reason_text.ts';
import { getLocale } from '../../../../public/kibana/i18n.ts';
import { translateNodes } from '../../../../public/kibana/translate_nodes.tsx';
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatRate,
  formatRatio,
  formatShare,
} from '../../../../public/quantities/format_quantity.ts';
import { formatValue } from '../../../../public/templates/flyout/format_value.ts';
import { i18n } from '../../../host/i18n/kbn_i18n.ts';
import { translationsOf } from '../../../host/i18n/translations_of.ts';

afterEach(() => i18n.init({ messages: {} }));

const inGerman = () => i18n.init(translationsOf('.', 'de-DE'));

/** As a reader in UTC has it. */
const format = { clock: (time: string | number) => String(time).slice(11, 16) };

const reasonOf = (code: string, others: Partial<AnomalyReason> = {}): AnomalyReason => ({
  code,
  service: 'cart',
  template: 'Failed to connect',
  numbers: {
    actual: 1657.2,
    typical: 0.2,
    ratio: 5524,
    window_minutes: 10,
    baseline_minutes: 60,
    decades: 4.2,
    lines: 1,
  },
  times: {
    from: '2026-01-15T14:06:00.000Z',
    to: '2026-01-15T14:08:00.000Z',
    since: '2026-01-15T14:06:00.000Z',
  },
  ...others,
});

const REASONS = [
  ...['frequency_now', 'frequency', 'new_template', 'seasonal_rise', 'seasonal_drop', 'seasonal_silence'],
  ...['seasonal_rise_level', 'seasonal_drop_level', 'seasonal_silence_level'],
  ...[
    'service_rise',
    'service_drop',
    'service_silence',
    'service_silence_level',
    'error_share',
    'error_share_level',
    'warning_share',
    'warning_share_level',
  ],
].map((code) => reasonOf(code));

describe('a reason', () => {
  test.each([
    ...REASONS,
    reasonOf('new_template', { level: 'ERROR' }),
    reasonOf('frequency', { numbers: { actual: 3, typical: 0, window_minutes: 10, baseline_minutes: 60 } }),
    reasonOf('error_share', { numbers: { actual: 0.85, typical: 0.004, errors: 4250, decades: 99 } }),
    reasonOf('warning_share', { numbers: { actual: 0.85, typical: 0.004, warnings: 4250, decades: 99 } }),
    reasonOf('service_silence', { numbers: { typical: 2.53 } }),
    reasonOf('seasonal_drop', { times: { from: '2026-01-15T14:06:00.000Z' }, numbers: { decades: 99 } }),
  ])('is in the app what its document says, but for the zone: $code', (reason) => {
    expect(reasonSentence(reason, format)).toBe(documentSentence(reason)!.replaceAll(' UTC', ''));
  });

  it('that is not known here is left to its document', () => {
    expect(reasonSentence(reasonOf('of_the_future'), format)).toBeUndefined();
  });

  it('is said in the language of its reader', () => {
    inGerman();
    expect(reasonSentence(reasonOf('frequency'), format)).toBe(
      'cart: „Failed to connect“ von 14:06 bis 14:08: bis zu 1657,2/min über 10 min, typisch 0,2/min (×5.524) in den 60 min davor.',
    );
    expect(reasonSentence(reasonOf('new_template'), format)).toBe(
      'cart: nie zuvor gesehen: „Failed to connect“ (1 Zeile seit 14:06).',
    );
  });
});

test('quantities have the digits of the language', () => {
  const written = () => [
    formatCount(126_524),
    formatCompact(1_265_240),
    formatRate(11.27),
    formatRatio(5.34),
    formatShare(0.25),
    formatDuration(1530),
    formatValue(12.3456789),
  ];
  expect(written()).toEqual(['126,524', '1.3M', '11.3/min', '×5.3', '25.0 %', '1.5 s', '12.3457']);
  inGerman();
  expect(written()).toEqual(['126.524', '1,3\u00a0Mio.', '11,3/min', '×5,3', '25,0 %', '1,5 s', '12,3457']);
});

test.each([
  ['de-DE', 'de-DE'],
  ['en', 'en'],
  ['no language', 'en'],
])('Kibana in %s is for Intl %s', (locale, tag) => {
  i18n.init({ locale, messages: {} });
  expect(getLocale()).toBe(tag);
});

test('elements stand in a sentence where its language has them', () => {
  const nodes = translateNodes('logAi.x.y', {
    defaultMessage: 'Run {command}, then see {place} {count, plural, one {once} other {# times}}.',
    values: { count: 2 },
    nodes: { command: 'setup', place: 'Status' },
  }) as ReactElement<{ children: string }>[];
  expect(nodes.every(({ type }) => type === Fragment)).toBe(true);
  expect(nodes.map(({ props }) => props.children)).toEqual([
    'Run ',
    'setup',
    ', then see ',
    'Status',
    ' 2 times.',
  ]);
});
