import { z } from 'zod';
import {
  configurationOf,
  defineDetector,
  type Detector,
  type Evaluation,
  type Observation,
  verdictOfHistory,
} from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { recentFirstAppearances } from './first_appearance.ts';
import { NewTemplateConfig } from '../../settings/detectors.ts';
import { newTemplateFinding } from './finding.ts';
import { beginFollowing, follow, FollowedTemplate } from './followed_template.ts';

const NAME = 'new_template';

/** Stored between two minutes: the name of its list is older than that of what lies in it. */
const State = z.strictObject({ version: z.literal(1), newborns: z.array(FollowedTemplate) });
type State = z.infer<typeof State>;

/**
 * Finds templates that no service ever wrote before, once enough minutes are known. How surprising one is depends on how
 * often new ones come, see {@link unseenProbability}: at a cold start each is unsurprising. Its lines in the next
 * minutes extend the anomaly; then it is resolved, whether or not the lines go on: it is new no more.
 *
 * A template is judged once the caller knows it, up to `follow_minutes` late; until then it is counted as a verdict.
 *
 * @throws LogAiError `config_invalid`.
 */
export function newTemplateDetector(options: z.input<typeof NewTemplateConfig> = {}): Detector {
  const config = configurationOf(NewTemplateConfig, options);
  return defineDetector<State>({
    name: NAME,
    state: State,
    start: { version: 1, newborns: [] },
    judge: (observation) => judge(observation, config),
  });
}

function judge(
  observation: Observation & { readonly state: State },
  config: NewTemplateConfig,
): Evaluation<State> {
  const { minute, counts, templates, state } = observation;
  const findings: Finding[] = [];
  const followed: FollowedTemplate[] = [];
  const report = (template: FollowedTemplate, status: Finding['status']) =>
    findings.push(newTemplateFinding({ followed: template, status, config, templates }));

  for (const before of state.newborns) {
    if (minute - before.start >= config.follow_minutes) {
      report(before, 'resolved');
      continue;
    }
    const now = follow(before, observation);
    followed.push(now);
    if (now.lines !== before.lines) report(now, 'active');
  }
  const followed_ids = new Set(followed.map(({ template_id }) => template_id));
  const { appearances, unknown_templates } = recentFirstAppearances(observation, config);
  for (const appearance of appearances) {
    if (followed_ids.has(appearance.template_id)) continue;
    const template = beginFollowing(appearance, observation);
    followed.push(template);
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
    state: { version: 1, newborns: followed.sort(byTemplate) },
  };
}

function byTemplate(a: { readonly template_id: string }, b: { readonly template_id: string }): number {
  return a.template_id < b.template_id ? -1 : a.template_id > b.template_id ? 1 : 0;
}
