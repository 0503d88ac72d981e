import type { Steps } from '../../parse/in_slices.ts';
import { z } from 'zod';
import { compareText } from '../../../../common/compare_text.ts';
import { NewTemplateConfig } from '../../settings/detectors.ts';
import {
  configurationOf,
  defineDetector,
  type Detector,
  type Evaluation,
  type Observation,
  type SeriesState,
  verdictOfHistory,
} from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { subjectKeyOf } from '../findings/subject.ts';
import { recentFirstAppearances } from './first_appearance.ts';
import { beginFollowingSource, FollowedSource, followSource } from './followed_source.ts';
import { beginFollowing, follow, FollowedTemplate } from './followed_template.ts';
import { newTemplateFinding } from './finding.ts';
import { recentSources } from './recent_sources.ts';
import { newSourceFinding } from './source_finding.ts';

const NAME = 'new_template';

/** What is new and still followed. */
export const Followed = z.discriminatedUnion('kind', [FollowedTemplate, FollowedSource]);
export type Followed = z.infer<typeof Followed>;

/**
 * Finds templates that no service ever wrote before, those that come again after a long while, and sources that were never
 * seen before. A source is learned first: until it is known for long enough nothing of it is new, and afterwards only what
 * it does not bring all the time. That it is there is told once.
 *
 * More lines in the next minutes extend an anomaly; then it is resolved, whether or not the lines go on: it is new no more.
 *
 * A template is judged once the caller knows it, up to `follow_minutes` late; until then it is counted as a verdict.
 *
 * @throws LogAiError `config_invalid`.
 */
export function newTemplateDetector(options: z.input<typeof NewTemplateConfig> = {}): Detector<Followed> {
  const config = configurationOf(NewTemplateConfig, options);
  return defineDetector<Followed>({
    name: NAME,
    state: { version: 2, entry: Followed },
    types: ['new_template', 'new_source'],
    lookback_minutes: config.follow_minutes + config.history_minutes,
    memory_minutes: memoryOf(config),
    judge: (observation) => judge(observation, config),
  });
}

function* judge(
  observation: Observation & { readonly state: SeriesState<Followed> },
  config: NewTemplateConfig,
): Steps<Evaluation<Followed>> {
  const { minute, counts, templates, state } = observation;
  const found: [key: string, finding: Finding][] = [];
  const changes = new Map<string, Followed | undefined>();
  const report = (key: string, followed: Followed, status: Finding['status']) => {
    changes.set(key, status === 'active' ? followed : undefined);
    found.push([
      key,
      followed.kind === 'template'
        ? newTemplateFinding({ followed, status, config, templates })
        : newSourceFinding({ followed, status }),
    ]);
  };

  for (const [key, before] of state) {
    const minutes = before.kind === 'template' ? config.follow_minutes : memoryOf(config);
    if (minute - before.start >= minutes) {
      report(key, before, 'resolved');
      continue;
    }
    const now = before.kind === 'template' ? follow(before, observation) : followSource(before, observation);
    if (now.lines !== before.lines) report(key, now, 'active');
  }
  const { appearances, unknown_templates } = yield* recentFirstAppearances(observation, config, (id) =>
    state.has(templateKeyOf(id)),
  );
  for (const appearance of appearances) {
    report(templateKeyOf(appearance.template_id), beginFollowing(appearance, observation), 'active');
    yield;
  }
  const { appeared, notes } = yield* recentSources(observation, config);
  for (const { source, start } of appeared) {
    const key = subjectKeyOf(source);
    if (!state.has(key)) report(key, beginFollowingSource({ source, start }, observation), 'active');
  }

  const verdict = verdictOfHistory({
    detector: NAME,
    minute,
    known_minutes: counts.knownMinutesBefore(minute, config.history_minutes).length,
    needed_minutes: config.min_known_minutes,
  });
  return {
    findings: found.sort(([a], [b]) => compareText(a, b)).map(([, finding]) => finding),
    verdicts: [
      verdict,
      ...(unknown_templates === 0
        ? []
        : [{ detector: NAME, minute, kind: 'unknown_templates', templates: unknown_templates } as const]),
    ],
    changes,
    learned: notes,
  };
}

/** A source is followed while it is learned, and as long as its first line may come to be counted. */
function memoryOf({ follow_minutes, min_known_minutes }: NewTemplateConfig): number {
  return Math.max(follow_minutes, min_known_minutes);
}

function templateKeyOf(template_id: string): string {
  return subjectKeyOf({ kind: 'template', template: template_id });
}
