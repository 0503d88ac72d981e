import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newTemplateDetector } from '../../../../ml-service/src/detect/new_template/detector.ts';
import type { FollowedTemplate } from '../../../../ml-service/src/detect/new_template/followed_template.ts';
import { DetectionState } from '../../../../ml-service/src/detect/state/detection_state.ts';
import {
  loadDetectionState,
  saveDetectionState,
} from '../../../../ml-service/src/tasks/judge/stored_state.ts';
import { longestLoopDelay } from '../../../fixtures/loop_delay.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const SERIES = 100_000;

test('a process takes up what is remembered of 100,000 series piece by piece: others have the processor between them', async () => {
  const store = new SharedState().storeOf('process', () => NOW);
  const detector = newTemplateDetector();
  const written = new DetectionState();
  written.evaluated_until = 1;
  const followed = (number: number): FollowedTemplate => ({
    kind: 'template',
    template_id: `template-${number}`,
    service: 'checkout',
    services: ['checkout'],
    start: 1,
    last: 1,
    lines: number,
    probability: 0.9,
  });
  const series = Array.from(
    { length: SERIES },
    (_, number) => [`series-${number}`, followed(number)] as const,
  );
  written.of(detector).apply(new Map(series), 0);
  await saveDetectionState({ store, state: written, identity: '', detectors: [detector] });

  let taken: DetectionState | undefined;
  const begun = performance.now();
  const delay = await longestLoopDelay(async () => {
    taken = (await loadDetectionState({ state: store, pause: () => setImmediate() }, [detector])).state;
  });
  const whole = performance.now() - begun;
  expect(taken!.of(detector).entries).toEqual(new Map(series));
  // Loose: other test files share these processors.
  expect(delay).toBeLessThan(Math.max(100, whole / 4));
});
