import type { CountsResponse } from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { translateNodes } from '../kibana/translate_nodes.tsx';
import { ViewLink } from '../url/view_link.tsx';
import { Nothing } from './nothing.tsx';

/**
 * Whether it is known that no line was counted in a range. What was counted in another is no answer: after a new choice it
 * stays until its own is here.
 */
export function hasNoLines(
  { data, error }: Pick<Answer<CountsResponse>, 'data' | 'error'>,
  range: { readonly from: string },
): boolean {
  if (data === undefined || error || data.series.length > 0) return false;
  return Math.abs(Date.parse(range.from) - Date.parse(data.start)) < 2 * data.interval_ms;
}

/** A time of which nothing is known, which is not to be taken for one in which nothing was wrong. */
export function NoLines({
  title = translate('logAi.states.noLines.title', { defaultMessage: 'No lines in this time range' }),
}: {
  readonly title?: string;
}) {
  return (
    <Nothing title={title} iconType="visBarVertical">
      {translateNodes('logAi.states.noLines.hint', {
        defaultMessage: 'Choose another time range, or check in {status} whether logs arrive.',
        nodes: {
          status: (
            <ViewLink view="status">
              {translate('logAi.app.views.status', { defaultMessage: 'Status' })}
            </ViewLink>
          ),
        },
      })}
    </Nothing>
  );
}
