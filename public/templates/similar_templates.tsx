import { EuiBasicTable, type EuiBasicTableColumn, EuiSpacer, EuiText } from '@elastic/eui';
import type { SimilarTemplatesResponse } from '../../common/api.ts';
import { ApiError } from '../api/api_client.ts';
import type { Answer } from '../api/use_answer.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatDistance } from '../quantities/format_quantity.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { HereLink } from '../url/here_link.tsx';
import { ServiceNames } from './service_names.tsx';
import { TemplateText } from './template_text.tsx';

type Similar = SimilarTemplatesResponse['templates'][number];

/**
 * Templates by how much they are like something, the most similar first; or why nobody can say.
 *
 * @param isBrief - In a small place: the templates alone.
 */
export function SimilarTemplates({
  answer,
  isBrief = false,
}: {
  readonly answer: Answer<SimilarTemplatesResponse>;
  readonly isBrief?: boolean;
}) {
  const { error, data } = answer;
  if (data === undefined && error instanceof ApiError) {
    if (error.code === 'semantic_off') return <SwitchedOff />;
    if (error.code === 'model_unusable') return <NoModel />;
  }
  return (
    <Answered answer={answer}>
      {({ templates, waiting }) => (
        <>
          {waiting > 0 && (
            <>
              <EuiText size="xs" color="subdued" role="status">
                {translate('logAi.templates.similar.waiting', {
                  defaultMessage:
                    '{count, plural, one {# template is still to be read and is missing here.} other {# templates are still to be read and are missing here.}}',
                  values: { count: waiting },
                })}
              </EuiText>
              <EuiSpacer size="s" />
            </>
          )}
          {templates.length === 0 ? (
            <NothingSimilar />
          ) : (
            <SimilarTable templates={templates} isBrief={isBrief} />
          )}
        </>
      )}
    </Answered>
  );
}

function SimilarTable({
  templates,
  isBrief,
}: {
  readonly templates: readonly Similar[];
  readonly isBrief: boolean;
}) {
  return (
    <EuiBasicTable<Similar>
      tableCaption={translate('logAi.templates.similar.caption', { defaultMessage: 'Similar templates' })}
      compressed
      items={[...templates]}
      data-test-subj={TEST_IDS.similarTemplates}
      columns={[
        {
          name: translate('logAi.templates.similar.similarity', { defaultMessage: 'Similarity' }),
          width: '96px',
          align: 'right',
          render: ({ similarity }: Similar) => formatDistance(Math.max(0, similarity)),
        },
        {
          name: translate('logAi.templates.similar.template', { defaultMessage: 'Template' }),
          render: ({ template: { id, text, parameters } }: Similar) => (
            <HereLink patch={{ template: id, anomaly: undefined }}>
              <TemplateText text={text} parameters={parameters} lines={3} />
            </HereLink>
          ),
        },
        ...(isBrief ? [] : aboutColumns()),
      ]}
    />
  );
}

/** Where it is written, and how often. */
function aboutColumns(): EuiBasicTableColumn<Similar>[] {
  return [
    {
      name: translate('logAi.templates.similar.services', { defaultMessage: 'Services' }),
      width: '18%',
      render: ({ template }: Similar) => <ServiceNames services={template.services} />,
    },
    {
      name: translate('logAi.templates.similar.lines', { defaultMessage: 'Total lines' }),
      width: '96px',
      align: 'right',
      render: ({ template }: Similar) => formatCount(template.line_count),
    },
  ];
}

function NothingSimilar() {
  return (
    <Nothing title={translate('logAi.templates.similar.none', { defaultMessage: 'No similar templates' })}>
      {translate('logAi.templates.similar.noneHint', {
        defaultMessage:
          'Log AI reads the meaning of new templates within a minute. If nothing appears, clear the filters or check Status.',
      })}
    </Nothing>
  );
}

function SwitchedOff() {
  return (
    <Nothing
      iconType="offline"
      title={translate('logAi.templates.similar.off', {
        defaultMessage: 'Search by meaning is switched off',
      })}
    >
      {translate('logAi.templates.similar.offHint', {
        defaultMessage:
          'Set detect.semantic.enabled to true in the configuration of the Log AI service, then restart the service.',
      })}
    </Nothing>
  );
}

function NoModel() {
  return (
    <Nothing
      iconType="warning"
      title={translate('logAi.templates.similar.noModel', {
        defaultMessage: 'The language model of the service does not run',
      })}
    >
      {translate('logAi.templates.similar.noModelHint', {
        defaultMessage: 'Install the Log AI service again. Status shows what is wrong with the model.',
      })}
    </Nothing>
  );
}
