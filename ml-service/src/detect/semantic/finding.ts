import { excerptOf } from '../../../../common/excerpt.ts';
import type { SeverityLabel } from '../../../../common/levels.ts';
import { isoOfMinute } from '../../../../common/minutes.ts';
import type { KnownTemplate } from '../detector.ts';
import type { Finding } from '../findings/finding.ts';

/** Distances are said to three places: the vectors promise no more. */
const rounded = (distance: number) => Math.round(distance * 1000) / 1000;

/** What a template of an abnormal meaning says of itself. */
export function semanticFinding({
  id,
  template,
  service,
  start,
  last,
  status,
  severity,
  score,
  novelty,
  usual,
  neighbours,
  isolation,
  isolation_threshold,
  known,
}: {
  readonly id: string;
  readonly template: KnownTemplate;
  readonly service: string;
  readonly start: number;
  /** The last minute with a line of it, as far as it is followed. */
  readonly last: number;
  readonly status: Finding['status'];
  readonly severity: SeverityLabel;
  readonly score: number;
  /** The distance to the nearest template that was known. */
  readonly novelty: number;
  /** How far known ones lie from each other. */
  readonly usual: number;
  /** The nearest that whoever sees the template may see, too. */
  readonly neighbours: readonly { readonly id: string; readonly distance: number }[];
  readonly isolation: number;
  readonly isolation_threshold: number;
  /** How many were known. */
  readonly known: number;
}): Finding {
  const { level } = template;
  return {
    type: 'semantic',
    subject: { kind: 'template', template: id },
    template_id: id,
    service,
    ...(level === undefined ? {} : { level }),
    start,
    end: last + 1,
    status,
    typical: rounded(usual),
    actual: rounded(novelty),
    // How severe it sounds is in the score.
    record_score: score,
    risk_score: score,
    semantic_score: score,
    reason: {
      code: 'semantic',
      service,
      template: excerptOf(template.text),
      ...(level === undefined ? {} : { level }),
      severity,
      numbers: { actual: rounded(novelty), typical: rounded(usual) },
      times: { since: isoOfMinute(start) },
    },
    context: {
      expected_severity: severity,
      nearest_templates: neighbours.map((neighbour) => neighbour.id),
      nearest_distances: neighbours.map(({ distance }) => rounded(distance)),
      known_templates: known,
      isolation_score: rounded(isolation),
      isolation_threshold: rounded(isolation_threshold),
    },
  };
}
