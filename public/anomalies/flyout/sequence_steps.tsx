import { EuiDescriptionList, useEuiTheme } from '@elastic/eui';
import type { ReactElement } from 'react';
import type { Anomaly } from '../../../common/api.ts';
import { TEST_IDS } from '../../app/test_ids.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatCount } from '../../quantities/format_quantity.ts';
import { ViewLink } from '../../url/view_link.tsx';

/** What is shown here of what the detector went by, and so not beside it once more. */
export const SHOWN_OF_SEQUENCES: ReadonlySet<string> = new Set([
  'deviation',
  'position',
  'before',
  'ngram',
  'after',
  'expected',
]);

/** Where a session left the usual way: the steps around it, what came and what was expected. */
export function SequenceSteps({ anomaly }: { readonly anomaly: Anomaly }) {
  const { context } = anomaly.anomaly;
  const { request_id } = anomaly.log_ai;
  const { position } = context;
  const [before, ngram, after, expected] = (['before', 'ngram', 'after', 'expected'] as const).map((name) =>
    textsOf(context[name]),
  ) as [string[], string[], string[], string[]];
  return (
    <EuiDescriptionList
      type="column"
      compressed
      columnWidths={[1, 3]}
      data-test-subj={TEST_IDS.sequenceSteps}
      listItems={[
        ...(typeof position === 'number'
          ? [
              {
                title: translate('logAi.anomalies.sequence.position', { defaultMessage: 'Position' }),
                description: translate('logAi.anomalies.sequence.step', {
                  defaultMessage: 'step {number}',
                  values: { number: formatCount(position + 1) },
                }),
              },
            ]
          : []),
        {
          title: translate('logAi.anomalies.sequence.before', { defaultMessage: 'Before' }),
          description: <Steps texts={before} mark={startMark()} />,
        },
        {
          title: translate('logAi.anomalies.sequence.expected', { defaultMessage: 'Usually comes' }),
          description: <Steps texts={expected} mark={endMark()} />,
        },
        {
          title: translate('logAi.anomalies.sequence.came', { defaultMessage: 'Came' }),
          description: <Steps texts={ngram.slice(-1)} mark={endMark()} />,
        },
        {
          title: translate('logAi.anomalies.sequence.after', { defaultMessage: 'After' }),
          description: <Steps texts={after} mark={endMark()} />,
        },
        {
          title: translate('logAi.anomalies.sequence.ngram', { defaultMessage: 'N-gram' }),
          description: <Steps texts={ngram} mark={startMark()} last={endMark()} />,
        },
        ...(request_id === undefined
          ? []
          : [
              {
                title: translate('logAi.anomalies.sequence.example', { defaultMessage: 'First session' }),
                description: (
                  <ViewLink view="requests" patch={{ request: request_id }}>
                    {request_id}
                  </ViewLink>
                ),
              },
            ]),
      ]}
    />
  );
}

const startMark = () =>
  translate('logAi.anomalies.sequence.start', { defaultMessage: 'start of the session' });
const endMark = () => translate('logAi.anomalies.sequence.end', { defaultMessage: 'end of the session' });

/** Texts of templates, one a line; what stands for start and end is said in words. */
function Steps({
  texts,
  mark,
  last = mark,
}: {
  readonly texts: readonly string[];
  readonly mark: string;
  readonly last?: string;
}): ReactElement {
  const { euiTheme } = useEuiTheme();
  if (texts.length === 0) return <>–</>;
  return (
    <>
      {texts.map((text, at) => (
        <div
          // The same step may come twice.
          key={at}
          css={{ overflowWrap: 'anywhere', ...(text !== '' && { fontFamily: euiTheme.font.familyCode }) }}
        >
          {text !== '' ? text : at === texts.length - 1 ? last : mark}
        </div>
      ))}
    </>
  );
}

function textsOf(value: Anomaly['anomaly']['context'][string] | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
