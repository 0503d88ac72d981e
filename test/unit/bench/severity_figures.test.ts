import { describe, expect, it } from 'vitest';
import type { SeverityLabel } from '../../../common/levels.ts';
import {
  calibrationError,
  confusionOf,
  type Judged,
  macroF1,
  majorityF1,
  severityFigures,
} from '../../bench/severity/severity_figures.ts';

const judge = (label: SeverityLabel, said: SeverityLabel, confidence = 1): Judged => ({
  label,
  prediction: { label: said, confidence },
});

const MIXED = [
  judge('informational', 'informational'),
  judge('informational', 'error'),
  judge('error', 'error'),
  judge('critical', 'error'),
];

describe('figures of severity', () => {
  it('count what is by what was said', () => {
    expect(confusionOf(MIXED)).toEqual([
      [1, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 1, 0],
    ]);
  });

  it('take the mean of the F1 of the labels that occur', () => {
    // informational 2·1/(2+1), error 2·1/(1+3), critical 0; warning does not occur.
    expect(macroF1(MIXED)).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 10);
    expect(majorityF1(MIXED)).toBeCloseTo((4 / 6 + 0 + 0) / 3, 10);
  });

  it.each([
    ['sure and right', [judge('error', 'error', 1)], 0],
    ['sure and wrong', [judge('error', 'warning', 1)], 1],
    [
      'half sure, and right half of the time',
      [judge('error', 'error', 0.5), judge('warning', 'error', 0.5)],
      0,
    ],
  ])('calibration: %s', (_, judged, error) => {
    expect(calibrationError(judged)).toBeCloseTo(error, 10);
  });

  it('tell errors and worse from the rest, whichever they are', () => {
    expect(severityFigures(MIXED).error_or_worse).toEqual({
      f1: 0.8,
      macro_f1: (0.8 + 2 / 3) / 2,
      accuracy: 0.75,
    });
  });

  it('count an alarm where critical is surer than 0.85', () => {
    const judged = [
      judge('critical', 'critical', 0.9),
      judge('critical', 'critical', 0.85),
      judge('error', 'critical', 0.9),
    ];
    expect(severityFigures(judged).critical_above_85).toEqual({ told: 2, precision: 0.5, recall: 0.5 });
  });
});
