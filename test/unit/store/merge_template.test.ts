import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import { isSameTemplate, mergeTemplate } from '../../../ml-service/src/store/merge_template.ts';

const base: TemplateDocument = {
  id: 't1',
  version: 1,
  text: 'user root logged in',
  columns: ['user', 'root', 'logged', 'in'],
  parameters: [],
  services: ['auth'],
  line_count: 3,
  first_seen: '2026-11-22T10:00:00.000Z',
  last_seen: '2026-11-22T10:00:00.000Z',
  updated: '2026-11-22T10:00:00.000Z',
};
const generalised: Partial<TemplateDocument> = {
  version: 2,
  text: 'user <user> logged in',
  columns: ['user', { prefix: '', suffix: '' }, 'logged', 'in'],
  parameters: [{ name: 'user', type: 'string' }],
};

describe('joining what is stored with what a process knows', () => {
  it.each([
    ['the stored one is newer', { ...base, ...generalised }, base],
    ['ours is newer', base, { ...base, ...generalised }],
  ])('takes the text of the higher version where %s', (_case, stored, ours) => {
    expect(mergeTemplate(stored, ours)).toEqual({ ...base, ...generalised });
  });

  it.each([
    [
      'what was decided later',
      { names: ['order'], decided: '2026-11-22T10:00:00.000Z' },
      { names: [], decided: '2026-11-22T11:00:00.000Z' },
    ],
    [
      'also where it was stored',
      { names: [], decided: '2026-11-22T10:00:00.000Z' },
      { names: ['order'], decided: '2026-11-22T09:00:00.000Z' },
    ],
    ['what one of them knows', { names: ['order'], decided: '2026-11-22T10:00:00.000Z' }, undefined],
  ])('takes of ids of requests %s', (_case, before, now) => {
    const last = now && now.decided > before.decided ? now : before;
    const joined = mergeTemplate(
      { ...base, request_parameters: before },
      { ...base, ...(now && { request_parameters: now }) },
    );
    expect(joined.request_parameters).toEqual(last);
  });

  it('adds up what both saw', () => {
    const stored = {
      ...base,
      services: ['auth', 'web'],
      data_streams: ['logs-b'],
      line_count: 9,
      first_seen: '2026-11-22T09:00:00.000Z',
    };
    const ours = {
      ...base,
      services: ['api'],
      data_streams: ['logs-a', 'logs-b'],
      last_seen: '2026-11-22T12:00:00.000Z',
    };
    expect(mergeTemplate(stored, ours)).toMatchObject({
      services: ['api', 'auth', 'web'],
      data_streams: ['logs-a', 'logs-b'],
      line_count: 9,
      first_seen: '2026-11-22T09:00:00.000Z',
      last_seen: '2026-11-22T12:00:00.000Z',
    });
  });

  it.each([
    [71.5, 71.5, undefined],
    [71.5, undefined, 71.5],
    [71.5, 20, 71.5],
  ])('has the score %d of its meaning where they have %s and %s', (semantic_score, stored, ours) => {
    const scored = (score: number | undefined) => ({
      ...base,
      ...(score !== undefined && { semantic_score: score }),
    });
    expect(mergeTemplate(scored(stored), scored(ours))).toEqual({ ...base, semantic_score });
    expect(mergeTemplate(scored(ours), scored(stored))).toEqual({ ...base, semantic_score });
  });

  it('keeps what people said and where it was merged into', () => {
    const stored = { ...base, expected: true, name: 'Login', merged_into: 't0' };
    expect(mergeTemplate(stored, { ...base, ...generalised })).toMatchObject({
      expected: true,
      name: 'Login',
      merged_into: 't0',
    });
  });

  const template = fc.record({
    version: fc.integer({ min: 1, max: 3 }),
    services: fc.uniqueArray(fc.constantFrom('auth', 'api', 'web'), { minLength: 1 }),
    line_count: fc.nat(100),
    hours: fc.tuple(fc.integer({ min: 10, max: 15 }), fc.integer({ min: 16, max: 23 })),
  });
  const templateOf = ({
    version,
    services,
    line_count,
    hours,
  }: typeof template extends fc.Arbitrary<infer T> ? T : never) => ({
    ...base,
    version,
    text: `text of version ${version}`,
    services: [...services].sort(),
    line_count,
    first_seen: `2026-11-22T${hours[0]}:00:00.000Z`,
    last_seen: `2026-11-22T${hours[1]}:00:00.000Z`,
  });

  it('changes nothing the second time, in whatever order', () => {
    fc.assert(
      fc.property(template, template, (left, right) => {
        const [a, b] = [templateOf(left), templateOf(right)];
        const joined = mergeTemplate(a, b);
        expect(mergeTemplate(b, a)).toEqual(joined);
        expect(mergeTemplate(joined, b)).toEqual(joined);
        expect(mergeTemplate(joined, a)).toEqual(joined);
      }),
      { seed: 7 },
    );
  });

  it('sees that nothing but the time of writing differs', () => {
    const later = { ...base, updated: '2026-11-23T00:00:00.000Z' };
    expect(
      isSameTemplate(base, Object.fromEntries(Object.entries(later).reverse()) as TemplateDocument),
    ).toBe(true);
    expect(isSameTemplate(base, { ...base, line_count: 4 })).toBe(false);
    expect(isSameTemplate(base, { ...base, expected: false })).toBe(false);
  });
});
