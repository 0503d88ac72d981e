import { z } from 'zod';
import { Level } from '../../../../common/levels.ts';
import type { Observation } from '../detector.ts';
import type { MinuteRange } from '../../../../common/minutes.ts';
import type { FirstAppearance } from './first_appearance.ts';

/** A new template that is still followed. */
export const FollowedTemplate = z.strictObject({
  kind: z.literal('template'),
  template_id: z.string(),
  /** The service of its first minute that was known well enough to call it new; it stays. */
  service: z.string(),
  services: z.array(z.string()),
  level: Level.optional(),
  start: z.int(),
  /** The last minute with a line of it. */
  last: z.int(),
  lines: z.number(),
  probability: z.number(),
  /** It was known before, and had not come for longer than so many days. */
  days_away: z.number().optional(),
});
export type FollowedTemplate = z.infer<typeof FollowedTemplate>;

/** What to remember of a template at its first sight. */
export function beginFollowing(appearance: FirstAppearance, observation: Observation): FollowedTemplate {
  const { template_id, start } = appearance;
  const lines = linesOf(template_id, { from: start, to: observation.minute + 1 }, observation);
  return { kind: 'template', ...appearance, last: start, ...lines };
}

/** Its lines read anew, so that late documents count. */
export function follow(template: FollowedTemplate, observation: Observation): FollowedTemplate {
  const range = { from: template.start, to: observation.minute + 1 };
  return { ...template, ...linesOf(template.template_id, range, observation) };
}

/** Which services wrote how much of a template, most lines first. */
function linesOf(template_id: string, range: MinuteRange, { counts, templates }: Observation) {
  const minutes = counts.knownMinutes(range);
  const numbers = counts.seriesOf(template_id);
  const services = numbers
    .map((number) => ({
      service: counts.seriesAt(number)!.service,
      lines: minutes.reduce((sum, m) => sum + counts.countOf(number, m), 0),
    }))
    .filter(({ lines }) => lines > 0)
    .sort((a, b) => b.lines - a.lines || (a.service < b.service ? -1 : 1));
  const last = minutes.findLast((m) => numbers.some((number) => counts.countOf(number, m) > 0));
  const level = counts.levelOf(numbers, minutes) ?? templates.get(template_id)?.level;
  return {
    services: services.map(({ service }) => service),
    lines: services.reduce((sum, { lines }) => sum + lines, 0),
    ...(last === undefined ? {} : { last }),
    ...(level === undefined ? {} : { level }),
  };
}
