import { EuiBasicTable, EuiText } from '@elastic/eui';
import type { CountsResponse, Template, TemplatesResponse } from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Level } from '../severity/level.tsx';
import { Answered } from '../states/answered.tsx';
import { hasNoLines } from '../states/no_lines.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Panel } from '../states/panel.tsx';
import { ServiceNames } from '../templates/service_names.tsx';
import { templateLevel } from '../templates/template_level.ts';
import { TemplateText } from '../templates/template_text.tsx';
import { useTimeFormat } from '../time/format_time.ts';
import { useTime } from '../time/time_context.tsx';
import { HereLink } from '../url/here_link.tsx';
import { ViewLink } from '../url/view_link.tsx';

/** What lines said for the first time. */
export function NewTemplatesPanel({
  templates,
  counts,
}: {
  readonly templates: Answer<TemplatesResponse>;
  readonly counts: Answer<CountsResponse>;
}) {
  const { range } = useTime();
  const shown = templates.data?.templates.length ?? 0;
  const more = (templates.data?.total ?? 0) - shown;
  return (
    <Panel
      title={translate('logAi.overview.newTemplates.title', { defaultMessage: 'New templates' })}
      note={translate('logAi.overview.newTemplates.note', {
        defaultMessage: 'first seen in this time range',
      })}
      action={
        <EuiText size="s">
          <ViewLink view="templates" patch={{ sort: 'first_seen' }}>
            {more > 0
              ? translate('logAi.overview.newTemplates.showMore', {
                  defaultMessage: 'Show {count} more',
                  values: { count: formatCount(more) },
                })
              : translate('logAi.overview.newTemplates.showAll', { defaultMessage: 'Show all templates' })}
          </ViewLink>
        </EuiText>
      }
    >
      <Answered answer={templates}>
        {(data) =>
          data.templates.length === 0 ? (
            <Nothing
              title={translate('logAi.overview.newTemplates.none', { defaultMessage: 'No new templates' })}
              iconType="indexMapping"
            >
              {hasNoLines(counts, range)
                ? translate('logAi.overview.newTemplates.noLines', {
                    defaultMessage: 'No lines were found in this time range.',
                  })
                : translate('logAi.overview.newTemplates.noneHint', {
                    defaultMessage: 'Every line in this time range matches a template that was seen before.',
                  })}
            </Nothing>
          ) : (
            <NewTemplatesTable templates={data.templates} />
          )
        }
      </Answered>
    </Panel>
  );
}

function NewTemplatesTable({ templates }: { readonly templates: readonly Template[] }) {
  const format = useTimeFormat();
  return (
    <EuiBasicTable<Template>
      tableCaption={translate('logAi.overview.newTemplates.caption', {
        defaultMessage: 'New templates, newest first',
      })}
      compressed
      items={[...templates]}
      itemId={({ id }) => id}
      columns={[
        {
          name: translate('logAi.overview.newTemplates.firstSeen', { defaultMessage: 'First seen' }),
          width: '112px',
          render: ({ first_seen }: Template) => format.short(first_seen),
        },
        {
          name: translate('logAi.overview.newTemplates.level', { defaultMessage: 'Level' }),
          width: '90px',
          render: (template: Template) => <Level level={templateLevel(template, undefined)} />,
        },
        {
          name: translate('logAi.overview.newTemplates.template', { defaultMessage: 'Template' }),
          render: ({ id, text, parameters }: Template) => (
            <HereLink color="text" patch={{ template: id }}>
              <TemplateText text={text} parameters={parameters} lines={2} />
            </HereLink>
          ),
        },
        {
          name: translate('logAi.overview.newTemplates.services', { defaultMessage: 'Services' }),
          width: '140px',
          render: ({ services }: Template) => <ServiceNames services={services} />,
        },
        {
          name: translate('logAi.overview.newTemplates.lines', { defaultMessage: 'Lines' }),
          width: '72px',
          align: 'right',
          render: ({ line_count }: Template) => formatCount(line_count),
        },
      ]}
    />
  );
}
