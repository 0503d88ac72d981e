import type { z } from 'zod';
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
import { NewTemplateConfig } from '../../settings/detectors.ts';
import { newTemplateFinding } from './finding.ts';
import { beginFollowing, follow, FollowedTemplate } from './followed_template.ts';

const NAME = 'new_template';

/**
 * Finds templates that no service ever wrote before, once enough minutes are known. How surprising one is depends on how
 * often new ones come, see {@link unseenProbability}: at a cold start each is unsurprising. Its lines in the next
 * minutes extend the anomaly; then it is resolved, whether or not the lines go on: it is new no more.
 *
 * A template is judged once the caller knows it, up to `follow_minutes` late; until then it is counted as a verdict.
 *
 * @throws LogAiError `config_invalid`.
 */
export function newTemplateDetector(
  options: z.input<typeof NewTemplateConfig> = {},
): Detector<FollowedTemplate> {
  const config = configurationOf(NewTemplateConfig, options);
  return defineDetector<FollowedTemplate>({
    name: NAME,
    state: { version: 1, entry: FollowedTemplate },
    types: ['new_template'],
    lookback_minutes: config.follow_minutes + config.min_known_minutes,
    memory_minutes: config.follow_minutes,
    judge: (observation) => judge(observation, config),
  });
}

function judge(
  observation: Observation & { readonly state: SeriesState<FollowedTemplate> },
  config: NewTemplateConfig,
): Evaluation<FollowedTemplate> {
  const { minute, counts, templates, state } = observation;
  const findings: Finding[] = [];
  const changes = new Map<string, FollowedTemplate | undefined>();
  const report = (template: FollowedTemplate, status: Finding['status']) =>
    findings.push(newTemplateFinding({ followed: template, status, config, templates }));

  const followed_ids = new Set<string>();
  for (const [key, before] of state) {
    if (minute - before.start >= config.follow_minutes) {
      changes.set(key, undefined);
      report(before, 'resolved');
      continue;
    }
    followed_ids.add(before.template_id);
    const now = follow(before, observation);
    if (now.lines === before.lines) continue;
    changes.set(key, now);
    report(now, 'active');
  }
  const { appearances, unknown_templates } = recentFirstAppearances(observation, config);
  for (const appearance of appearances) {
    if (followed_ids.has(appearance.template_id)) continue;
    const template = beginFollowing(appearance, observation);
    changes.set(keyOf(template), template);
    report(template, 'active');
  }

  const verdict = verdictOfHistory({
    detector: NAME,
    minute,
    known_minutes: counts.knownMinutesBefore(minute, config.history_minutes).length,
    needed_minutes: config.min_known_minutes,
  });
  return {
    findings: findings.sort(byTemplate),
    verdicts: [
      verdict,
      ...(unknown_templates === 0
        ? []
        : [{ detector: NAME, minute, kind: 'unknown_templates', templates: unknown_templates } as const]),
    ],
    changes,
  };
}

function keyOf({ template_id }: FollowedTemplate): string {
  return subjectKeyOf({ kind: 'template', template: template_id });
}

function byTemplate(a: Finding, b: Finding): number {
  return a.template_id! < b.template_id! ? -1 : a.template_id! > b.template_id! ? 1 : 0;
}
