import { EuiButtonEmpty, EuiText } from '@elastic/eui';
import { useState } from 'react';
import type { Template } from '../../../common/api.ts';
import { countOf } from '../../../common/format_quantity.ts';
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
      title="Examples"
      {...(lines.length > 0 && {
        note: lines.length === 1 ? 'the newest line' : `the newest ${lines.length} lines`,
      })}
      {...(held.renew && {
        action: (
          <EuiButtonEmpty size="xs" iconType="refresh" isLoading={answer.isFetching} onClick={held.renew}>
            Read the newest
          </EuiButtonEmpty>
        ),
      })}
    >
      <Answered answer={answer}>
        {() => (
          <>
            {lines.length === 0 && missing.length === 0 && (
              <EuiText size="xs" color="subdued">
                None in the chosen time.
              </EuiText>
            )}
            {lines.slice(0, isAll ? EXAMPLES : FIRST).map((line) => (
              <Example key={`${line.reference._index}/${line.reference._id}`} line={line} />
            ))}
            {!isAll && lines.length > FIRST && (
              <EuiButtonEmpty size="xs" flush="left" onClick={() => setAll(true)}>
                Show {lines.length - FIRST} more
              </EuiButtonEmpty>
            )}
            {missing.length > 0 && (
              <EuiText size="xs" color="subdued">
                {countOf(missing.length, 'line is', 'lines are')} gone or not visible to you.
              </EuiText>
            )}
          </>
        )}
      </Answered>
    </Section>
  );
}
