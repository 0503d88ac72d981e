import { describe, expect, test } from 'vitest';
import {
  anomaliesIn,
  formatCell,
  isSelected,
  parseCell,
} from '../../../../public/anomalies/cell_selection.ts';
import { anomalyAt } from './anomaly_at.ts';

const at = (time: string) => Date.parse(`2026-01-15T${time}Z`);

describe('the selection in a link', () => {
  test.each(['cart', 'a/b ~ c', '🛒 shop', '~'])('a lane named %s comes back', (lane) => {
    const selection = { lane, from: at('14:06'), to: at('14:07') };
    expect(parseCell(formatCell(selection))).toEqual(selection);
  });

  test.each([
    [undefined],
    [''],
    ['cart'],
    ['2026-01-15T14:06:00Z~2026-01-15T14:07:00Z'],
    ['2026-01-15T14:06:00Z~2026-01-15T14:07:00Z~'],
    ['2026-01-15T14:07:00Z~2026-01-15T14:06:00Z~cart'],
    ['yesterday~today~cart'],
  ])('%s is none', (text) => {
    expect(parseCell(text)).toBeUndefined();
  });
});

const SELECTION = { lane: 'cart', from: at('14:00'), to: at('14:10') };

describe('what is selected', () => {
  test.each([
    [{ lane: 'cart', from: at('14:00'), to: at('14:10') }, true],
    [{ lane: 'cart', from: at('14:09'), to: at('14:10') }, true],
    [{ lane: 'cart', from: at('14:10'), to: at('14:11') }, false],
    [{ lane: 'cart', from: at('13:00'), to: at('14:00') }, false],
    [{ lane: 'auth', from: at('14:00'), to: at('14:10') }, false],
  ])('%o: %s', (cell, expected) => {
    expect(isSelected(SELECTION, cell)).toBe(expected);
  });

  test('anomalies of its lane and time', () => {
    const anomalies = [
      anomalyAt({ id: 'inside', start: '2026-01-15T14:09:00Z', end: '2026-01-15T14:20:00Z' }),
      anomalyAt({ id: 'after', start: '2026-01-15T14:10:00Z', end: '2026-01-15T14:20:00Z' }),
      anomalyAt({ id: 'other', service: 'auth', start: '2026-01-15T14:09:00Z' }),
    ];
    const selected = anomaliesIn({ anomalies, by: 'service', selection: SELECTION });
    expect(selected.map(({ event }) => event.id)).toEqual(['inside']);
  });
});
