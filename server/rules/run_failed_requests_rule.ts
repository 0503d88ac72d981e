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
  templateTextsRequest,
} from './failed_request_alerts.ts';
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
  const lookup = templateTextsRequest(groups);
  const texts = readTemplateTexts(
    lookup ? (await search(lookup)).hits.hits.map(({ _source }) => _source) : [],
  );
  return {
    ...failureAlerts({ groups, texts, params, state, place }),
    is_full: large.length > groups.length,
  };
};
