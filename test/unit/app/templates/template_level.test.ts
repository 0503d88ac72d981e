import { expect, test } from 'vitest';
import { templateLevel } from '../../../../public/templates/template_level.ts';

test.each([
  ['that nearly all lines have', { level: 'WARN' }, { total: 440, by_level: { WARN: 16, ERROR: 424 } }, 'ERROR'],
  ['that enough lines have', { level: 'INFO' }, { total: 100, by_level: { INFO: 90, ERROR: 10 } }, 'ERROR'],
  ['and not of one line in thousands', { level: 'INFO' }, { total: 5000, by_level: { INFO: 4999, FATAL: 1 } }, 'INFO'],
  ['that it had before, where there are no lines', { level: 'INFO', levels: ['INFO', 'WARN'] }, { total: 0, by_level: {} }, 'WARN'],
  ['that an older version wrote', { level: 'ERROR' }, undefined, 'ERROR'],
  ['that is none', {}, { total: 10, by_level: {} }, undefined],
] as const)('the level is the one %s', (_what, template, trend, expected) => {
  expect(templateLevel(template as Parameters<typeof templateLevel>[0], trend)).toBe(expected);
}); // prettier-ignore
