import { z } from 'zod';
import type { Detector, Evaluation, Observation } from '../detector.ts';
import { configurationOf, defineDetector, verdictOfHistory } from '../detector.ts';
import type { Finding } from '../findings/finding.ts';
import { recentBirths } from './birth.ts';
import { NewTemplateConfig } from './config.ts';
import { newTemplateFinding } from './finding.ts';
import { Newborn, firstLook, follow } from './newborn.ts';

const NAME = 'new_template';

const State = z.strictObject({ version: z.literal(1), newborns: z.array(Newborn) });
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
  const newborns: Newborn[] = [];
  const report = (newborn: Newborn, status: Finding['status']) =>
    findings.push(newTemplateFinding({ newborn, status, config, templates }));

  for (const newborn of state.newborns) {
    if (minute - newborn.start >= config.follow_minutes) {
      report(newborn, 'resolved');
      continue;
    }
    const followed = follow(newborn, observation);
    newborns.push(followed);
    if (followed.lines !== newborn.lines) report(followed, 'active');
  }
  const followed_ids = new Set(newborns.map(({ template_id }) => template_id));
  const { births, unknown_templates } = recentBirths(observation, config);
  for (const birth of births) {
    if (followed_ids.has(birth.template_id)) continue;
    const newborn = firstLook(birth, observation);
    newborns.push(newborn);
    report(newborn, 'active');
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
    state: { version: 1, newborns: newborns.sort(byTemplate) },
  };
}

function byTemplate(a: { readonly template_id: string }, b: { readonly template_id: string }): number {
  return a.template_id < b.template_id ? -1 : a.template_id > b.template_id ? 1 : 0;
}
