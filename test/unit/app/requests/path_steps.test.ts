import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathSteps, pathText } from '../../../../public/requests/path_steps.ts';

const LONG = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

function show(steps: ReturnType<typeof pathSteps>): string {
  return steps
    .map((step) =>
      'left_out' in step ? `(${step.left_out})` : step.is_failing ? `${step.service}!` : step.service,
    )
    .join(' ');
}

describe('pathSteps', () => {
  it.each([
    ['all of a short way', ['a', 'b', 'c'], 'b', 'a b! c'],
    ['the ends and what failed with its neighbours', LONG, 'f', 'a b (2) e f! g (2) j'],
    ['a failure at the start', LONG, 'a', 'a! b c d e (4) j'],
    ['a failure at the end', LONG, 'j', 'a b c d (4) i j!'],
    ['a name rather than a gap of one', LONG, 'd', 'a b c d! e (4) j'],
    ['the ends where nothing failed', LONG, undefined, 'a b c d e (4) j'],
    ['the ends where what failed is not on the way', LONG, 'x', 'a b c d e (4) j'],
  ])('shows %s', (_, services, failing, expected) => {
    expect(show(pathSteps({ services, ...(failing !== undefined && { failing }) }))).toBe(expected);
  });

  it('leaves no service uncounted, and never the one that failed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 }), fc.nat(), (services, nth) => {
        const failing = services[nth % services.length]!;
        const steps = pathSteps({ services, failing });
        const count = steps.reduce((sum, step) => sum + ('left_out' in step ? step.left_out : 1), 0);
        expect(count).toBe(services.length);
        expect(steps).toContainEqual({ service: failing, is_failing: true });
      }),
    );
  });
});

describe('pathText', () => {
  it('marks the service that failed first', () => {
    expect(pathText({ services: ['gateway', 'inventory', 'payment'], failing: 'inventory' })).toBe(
      'gateway → inventory ✗ → payment',
    );
  });
});
