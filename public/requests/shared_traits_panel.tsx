import { EuiButtonEmpty } from '@elastic/eui';
import { useState } from 'react';
import type { SharedTraitsResponse } from '../../common/api.ts';
import { MINUTE_MS } from '../../common/minutes.ts';
import { useAnswer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { useTime } from '../time/time_context.tsx';
import type { FailureFilter } from './list_state.ts';
import { SharedTraitsTable } from './shared_traits_table.tsx';
import { comparedText } from './trait_words.ts';

/** The few that matter; the others come with a click. */
const SHOWN = 8;

/**
 * What failed requests have in common that requests without an error lack.
 *
 * @param filter - Which of the failed requests.
 * @param document_filter - The same as the API takes it.
 */
export function SharedTraitsPanel({
  filter: { service, template },
  document_filter,
}: {
  readonly filter: FailureFilter;
  readonly document_filter: string | undefined;
}) {
  const { range } = useTime();
  const [isLong, setLong] = useState(false);
  // It reads many lines: with each refresh of the page would be too often, each minute is not.
  const whole = { from: toMinute(range.from), to: toMinute(range.to, 1) };
  const query = {
    ...whole,
    ...(document_filter !== undefined && { filter: document_filter }),
    ...(service !== undefined && { service }),
    ...(template !== undefined && template !== 'none' && { template_id: template.id }),
  };
  const answer = useAnswer('shared_traits', { query }, { isCostly: true });
  const traits = answer.data?.traits ?? [];
  return (
    <Panel
      title={translate('logAi.requests.shared.title', { defaultMessage: 'What failed requests share' })}
      note={answer.data?.verdict === 'compared' && comparedText(answer.data)}
      action={
        traits.length > SHOWN && (
          <EuiButtonEmpty size="xs" flush="right" onClick={() => setLong(!isLong)}>
            {isLong
              ? translate('logAi.requests.groups.showFirst', {
                  defaultMessage: 'Show the first {count}',
                  values: { count: SHOWN },
                })
              : translate('logAi.requests.groups.showAll', {
                  defaultMessage: 'Show all {count}',
                  values: { count: traits.length },
                })}
          </EuiButtonEmpty>
        )
      }
    >
      <Answered answer={answer}>
        {(data) =>
          data.traits.length === 0 ? (
            <NothingShared data={data} />
          ) : (
            <SharedTraitsTable
              traits={isLong ? data.traits : data.traits.slice(0, SHOWN)}
              range={{ from: data.from, to: data.to }}
            />
          )
        }
      </Answered>
    </Panel>
  );
}

function toMinute(time: string, more = 0): string {
  return new Date((Math.floor(Date.parse(time) / MINUTE_MS) + more) * MINUTE_MS).toISOString();
}

/** Why nothing is told. */
function NothingShared({
  data: { verdict, failed, others, least },
}: {
  readonly data: SharedTraitsResponse;
}) {
  switch (verdict) {
    case 'too_few_failed':
      return (
        <Nothing
          title={translate('logAi.requests.shared.fewFailed', {
            defaultMessage: 'Too few failed requests to compare',
          })}
        >
          {translate('logAi.requests.shared.fewFailedHint', {
            defaultMessage:
              '{count, plural, one {# request} other {# requests}} failed in this time range. A comparison needs {least}: choose a longer time range or remove filters.',
            values: { count: failed, least },
          })}
        </Nothing>
      );
    case 'too_few_others':
      return (
        <Nothing
          title={translate('logAi.requests.shared.fewOthers', {
            defaultMessage: 'Too few requests without an error to compare with',
          })}
        >
          {translate('logAi.requests.shared.fewOthersHint', {
            defaultMessage:
              '{count, plural, one {# request} other {# requests}} had no error in this time range. A comparison needs {least}: choose a longer time range.',
            values: { count: others, least },
          })}
        </Nothing>
      );
    case 'compared':
      return (
        <Nothing
          title={translate('logAi.requests.shared.none', {
            defaultMessage: 'Failed requests have nothing in common that others lack',
          })}
        >
          {translate('logAi.requests.shared.noneHint', {
            defaultMessage:
              'Templates, services, values, hosts, and versions before the first error occur as often in requests without an error.',
          })}
        </Nothing>
      );
  }
}
