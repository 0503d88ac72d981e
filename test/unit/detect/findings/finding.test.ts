import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../../../common/excerpt.ts';
import { anomalyIdOf } from '../../../../ml-service/src/detect/findings/finding.ts';
import { type Subject, subjectKeyOf } from '../../../../ml-service/src/detect/findings/subject.ts';

const SUBJECTS: readonly Subject[] = [
  { kind: 'template', template: 'a' },
  { kind: 'template_in_service', template: 'a', service: 'b' },
  { kind: 'template_in_service', template: 'a/b', service: '' },
  { kind: 'template_in_service', template: 'a', service: 'b/' },
  { kind: 'template_in_service', template: 'a', service: '/b' },
  { kind: 'template_in_service', template: 'a', service: 'b%2F' },
  { kind: 'service', service: 'a' },
  { kind: 'error_share', service: 'a' },
  { kind: 'warning_share', service: 'a' },
  { kind: 'session', service: 'a', template: 'b', deviation: 'c' },
  { kind: 'parameter', template: 'a', parameter: 'b' },
  { kind: 'incident', incident: 'a' },
];

describe('a subject', () => {
  test('of whatever kind decides the id with type and start, and no two run into each other', () => {
    const findings = SUBJECTS.flatMap((subject) =>
      (['frequency', 'drop'] as const).flatMap((type) => [12, 13].map((start) => ({ type, subject, start }))),
    );
    expect(new Set(findings.map(anomalyIdOf)).size).toBe(findings.length);
    expect(anomalyIdOf(findings[0]!)).toBe(anomalyIdOf({ ...findings[0]! }));
    expect(anomalyIdOf(findings[0]!)).toMatch(/^frequency_[0-9a-f]{16}$/);
  });

  test('has a key that can be filtered by, however long its names are', () => {
    const service = 'x'.repeat(5000);
    const keys = ['1', '2'].map((end) => subjectKeyOf({ kind: 'service', service: service + end }));
    expect(keys.map(({ length }) => length)).toEqual([256, 256]);
    expect(new Set(keys).size).toBe(2);
    expect(subjectKeyOf(SUBJECTS[1]!)).toBe('a/b');
  });
});

test.each([
  { text: 'Failed to connect to <target>', excerpt: 'Failed to connect to <target>' },
  { text: '  two\n\tlines \u0001 here ', excerpt: 'two lines here' },
  { text: 'x'.repeat(140), excerpt: 'x'.repeat(140) },
  { text: 'x'.repeat(141), excerpt: `${'x'.repeat(139)}…` },
  { text: '🔥'.repeat(200), excerpt: `${'🔥'.repeat(139)}…` },
  { text: '', excerpt: '' },
])('$excerpt', ({ text, excerpt }) => {
  expect(excerptOf(text)).toBe(excerpt);
});
