import { EuiButtonEmpty, EuiText } from '@elastic/eui';
import { useState } from 'react';
import type { Template } from '../../../common/api.ts';
import { translate } from '../../kibana/i18n.ts';
import { Answered } from '../../states/answered.tsx';
import { Example } from './example.tsx';
import { Section } from './section.tsx';
import type { HeldRange } from './use_held_range.ts';
import { useSampleLines } from './use_sample_lines.ts';

/** Lines that are read. */
const EXAMPLES = 10;
/** Lines that are shown at first: what follows is to be seen without a long way. */
const FIRST = 3;

/** The newest lines of a template. */
export function Examples({
  template: { id },
  held,
}: {
  readonly template: Template;
  readonly held: HeldRange;
}) {
  const answer = useSampleLines({ id, range: held.range, size: EXAMPLES });
  const [isAll, setAll] = useState(false);
  const { lines, missing } = answer.data ?? { lines: [], missing: [] };
  return (
    <Section
      title={translate('logAi.templates.examples.title', { defaultMessage: 'Examples' })}
      {...(lines.length > 0 && {
        note: translate('logAi.templates.examples.note', {
          defaultMessage: '{count, plural, one {newest line} other {newest # lines}}',
          values: { count: lines.length },
        }),
      })}
      {...(held.renew && {
        action: (
          <EuiButtonEmpty size="xs" iconType="refresh" isLoading={answer.isFetching} onClick={held.renew}>
            {translate('logAi.templates.examples.refresh', { defaultMessage: 'Refresh' })}
          </EuiButtonEmpty>
        ),
      })}
    >
      <Answered answer={answer}>
        {() => (
          <>
            {lines.length === 0 && missing.length === 0 && (
              <EuiText size="xs" color="subdued">
                {translate('logAi.templates.examples.none', {
                  defaultMessage: 'No lines in this time range.',
                })}
              </EuiText>
            )}
            {lines.slice(0, isAll ? EXAMPLES : FIRST).map((line) => (
              <Example key={`${line.reference._index}/${line.reference._id}`} line={line} />
            ))}
            {!isAll && lines.length > FIRST && (
              <EuiButtonEmpty size="xs" flush="left" onClick={() => setAll(true)}>
                {translate('logAi.templates.examples.showMore', {
                  defaultMessage: 'Show {count} more',
                  values: { count: lines.length - FIRST },
                })}
              </EuiButtonEmpty>
            )}
            {missing.length > 0 && (
              <EuiText size="xs" color="subdued">
                {translate('logAi.templates.examples.missing', {
                  defaultMessage:
                    '{count, plural, one {# line was deleted or is not visible to you.} other {# lines were deleted or are not visible to you.}}',
                  values: { count: missing.length },
                })}
              </EuiText>
            )}
          </>
        )}
      </Answered>
    </Section>
  );
}
