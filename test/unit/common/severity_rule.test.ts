import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Level, SEVERITY_OF_LEVEL, SeverityLabel } from '../../../common/levels.ts';
import { joinSeverity, type SeverityVerdict } from '../../../common/severity_rule.ts';

const model = (label: SeverityLabel, confidence: number): SeverityVerdict => ({
  label,
  confidence,
  by: 'model',
});
const people = (label: SeverityLabel): SeverityVerdict => ({ label, confidence: 1, by: 'feedback' });

// prettier-ignore
test.each([
  // what is stated    what is said                    severity        sure  by          urgent fails
  ['INFO',             undefined,                      'informational', 1,    'level',    false, false],
  ['ERROR',            undefined,                      'error',         1,    'level',    false, true],
  ['CRITICAL',         undefined,                      'critical',      1,    'level',    true,  true],
  ['status 502',       undefined,                      'error',         0.5,  'level',    false, true],
  // The model speaks where nothing is stated …
  [undefined,          model('error', 0.4),            'error',         0.4,  'model',    false, false],
  [undefined,          model('error', 0.8),            'error',         0.8,  'model',    false, true],
  [undefined,          model('critical', 0.86),        'critical',      0.86, 'model',    true,  true],
  [undefined,          model('critical', 0.85),        'critical',      0.85, 'model',    false, true],
  // … and raises what is stated where it is sure, which makes no request fail.
  ['INFO',             model('critical', 0.95),        'critical',      0.95, 'model',    true,  false],
  ['INFO',             model('error', 0.89),           'informational', 1,    'level',    false, false],
  ['INFO',             model('warning', 0.99),         'informational', 1,    'level',    false, false],
  ['WARN',             model('error', 0.9),            'error',         0.9,  'model',    false, false],
  ['ERROR',            model('critical', 0.9),         'critical',      0.9,  'model',    true,  true],
  // It lowers nothing; its doubt takes the urgency away.
  ['ERROR',            model('informational', 0.99),   'error',         1,    'level',    false, true],
  ['CRITICAL',         model('informational', 0.8),    'critical',      0.5,  'level',    false, true],
  ['CRITICAL',         model('warning', 0.79),         'critical',      1,    'level',    true,  true],
  // People decide.
  ['CRITICAL',         people('informational'),        'informational', 1,    'feedback', false, false],
  ['INFO',             people('critical'),             'critical',      1,    'feedback', true,  true],
  [undefined,          people('error'),                'error',         1,    'feedback', false, true],
] as const)('%s, and %j: %s %d by %s', (stated, verdict, label, confidence, decided_by, urgent, fails) => {
  const is_level_derived = stated === 'status 502';
  const level = is_level_derived ? 'ERROR' : stated;
  expect(joinSeverity({ level, is_level_derived, verdict })).toEqual({
    label, confidence, decided_by, requires_immediate_action: urgent, is_failure: fails,
  });
});

test('where nobody says anything, there is none', () => {
  expect(joinSeverity({})).toBeUndefined();
});

describe('laws', () => {
  const level = fc.option(fc.constantFrom(...Level.options), { nil: undefined });
  const verdict = fc.record({
    label: fc.constantFrom(...SeverityLabel.options),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    by: fc.constant('model' as const),
  });
  const rank = (label: SeverityLabel) => SeverityLabel.options.indexOf(label);

  test('a model lowers no level, and does not change whether the request of a line with a level failed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Level.options), verdict, (stated, said) => {
        const joined = joinSeverity({ level: stated, verdict: said })!;
        expect(rank(joined.label)).toBeGreaterThanOrEqual(rank(SEVERITY_OF_LEVEL[stated]));
        expect(joined.is_failure).toBe(joinSeverity({ level: stated })!.is_failure);
      }),
    );
  });

  test('what is urgent is critical', () => {
    fc.assert(
      fc.property(level, verdict, (stated, said) => {
        const joined = joinSeverity({ level: stated, verdict: said })!;
        if (joined.requires_immediate_action) expect(joined.label).toBe('critical');
      }),
    );
  });
});
