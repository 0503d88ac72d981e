import { EuiDescriptionList, EuiText } from '@elastic/eui';
import type { Template, RequestStoryResponse } from '../../common/api.ts';
import { useTemplates } from '../api/use_templates.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatOffset } from '../quantities/format_quantity.ts';
import { Panel } from '../states/panel.tsx';
import { HereLink } from '../url/here_link.tsx';
import { ErrorText } from './error_text.tsx';

/** Where a request left the way of others that began as it did and succeeded: the last good step, and the one that is missing. */
export function ComparisonPanel({ story }: { readonly story: RequestStoryResponse }) {
  const { requests, break_point } = story.comparison;
  return (
    <Panel
      title={translate('logAi.requests.comparison.title', { defaultMessage: 'Comparison' })}
      note={
        requests > 0 &&
        translate('logAi.requests.comparison.note', {
          defaultMessage:
            'with {count, plural, one {# request} other {# requests}} that began with the same line and succeeded',
          values: { count: requests },
        })
      }
    >
      <div data-test-subj={TEST_IDS.comparison}>
        {break_point ? (
          <BreakPoint story={story} break_point={break_point} />
        ) : (
          <EuiText size="s" color="subdued">
            <p>
              {requests === 0
                ? translate('logAi.requests.comparison.none', {
                    defaultMessage:
                      'No request is known that began with the same line at about this time and succeeded, so there is nothing to compare with.',
                  })
                : translate('logAi.requests.comparison.same', {
                    defaultMessage: 'This request took the same steps as they did.',
                  })}
            </p>
          </EuiText>
        )}
      </div>
    </Panel>
  );
}

type BreakPoint = NonNullable<RequestStoryResponse['comparison']['break_point']>;
type Step = NonNullable<BreakPoint['missing']> & { readonly '@timestamp'?: string };

function BreakPoint({
  story,
  break_point: { last_good, unusual, missing },
}: {
  readonly story: RequestStoryResponse;
  readonly break_point: BreakPoint;
}) {
  const templates = useTemplates([last_good, unusual, missing].map((step) => step?.template_id));
  const item = (title: string, step: Step | undefined) =>
    step === undefined
      ? []
      : [{ title, description: <StepText step={step} start={story.start} templates={templates} /> }];
  return (
    <EuiDescriptionList
      type="column"
      compressed
      columnWidths={[1, 5]}
      listItems={[
        ...item(
          translate('logAi.requests.comparison.lastGood', { defaultMessage: 'Last good step' }),
          last_good,
        ),
        ...item(translate('logAi.requests.comparison.missing', { defaultMessage: 'Missing step' }), missing),
        ...(unusual
          ? item(
              missing
                ? translate('logAi.requests.comparison.instead', { defaultMessage: 'Came instead' })
                : translate('logAi.requests.comparison.unusual', { defaultMessage: 'Unusual step' }),
              unusual,
            )
          : [
              {
                title: translate('logAi.requests.comparison.instead', { defaultMessage: 'Came instead' }),
                description: translate('logAi.requests.comparison.ended', {
                  defaultMessage: 'No more lines',
                }),
              },
            ]),
      ]}
    />
  );
}

/** Which service wrote what, and when. */
function StepText({
  step: { service, template_id, '@timestamp': time },
  start,
  templates,
}: {
  readonly step: Step;
  readonly start: string;
  readonly templates: ReadonlyMap<string, Template>;
}) {
  const text = <ErrorText template_id={template_id} templates={templates} lines={2} />;
  return (
    <>
      <EuiText size="xs">
        <strong>{service}</strong>
        {time !== undefined && ` · ${formatOffset(Date.parse(time) - Date.parse(start))}`}
      </EuiText>
      {template_id === undefined ? (
        text
      ) : (
        <HereLink color="text" patch={{ template: template_id }}>
          {text}
        </HereLink>
      )}
    </>
  );
}
