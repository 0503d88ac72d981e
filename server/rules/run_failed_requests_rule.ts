import { INDICES } from '../../common/indices.ts';
import type { FailedRequestsRuleParams } from '../../common/rules/rule_params.ts';
import {
  failureAlerts,
  type FailureGroup,
  failuresRequest,
  groupsWithRoom,
  MOST_GROUP_PAGES,
  readFailures,
  readFailuresState,
  readTemplateTexts,
  TEMPLATE_PARTS,
} from './failed_request_alerts.ts';
import { lookUp } from './look_up.ts';
import type { RuleRun } from './rule_run.ts';

/** A rule of failed requests: groups are counted page by page, those that are told get the text of their first error. */
export const runFailedRequestsRule: RuleRun<FailedRequestsRuleParams> = async ({
  params,
  now,
  limit,
  search,
  place,
  ...input
}) => {
  const state = readFailuresState(input.state);
  const large: FailureGroup[] = [];
  let after: Record<string, unknown> | undefined;
  let page = 0;
  do {
    const answer = await search(failuresRequest({ params, now, after }));
    const read = readFailures(answer.aggregations, params);
    large.push(...read.groups);
    after = read.after;
  } while (after && ++page < MOST_GROUP_PAGES);
  const groups = groupsWithRoom({ groups: large, state, room: limit });
  const texts = readTemplateTexts(
    await lookUp(search, {
      index: INDICES.templates.name,
      field: 'id',
      ids: [...new Set(groups.flatMap(({ template_id }) => template_id ?? []))],
      parts: TEMPLATE_PARTS,
    }),
  );
  return {
    ...failureAlerts({ groups, texts, params, state, place }),
    is_full: large.length > groups.length,
  };
};
