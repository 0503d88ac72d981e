import { EuiBasicTable, EuiText } from '@elastic/eui';
import type { CountsResponse, Template, TemplatesResponse } from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { formatCount } from '../../common/format_quantity.ts';
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
      title="New templates"
      note="first seen in this time"
      action={
        <EuiText size="s">
          <ViewLink view="templates" patch={{ sort: 'first_seen' }}>
            {more > 0 ? `Show ${formatCount(more)} more` : 'Show all templates'}
          </ViewLink>
        </EuiText>
      }
    >
      <Answered answer={templates}>
        {(data) =>
          data.templates.length === 0 ? (
            <Nothing title="No new templates" iconType="indexMapping">
              {hasNoLines(counts, range)
                ? 'No lines were counted in this time.'
                : 'Every line of this time was of a kind that was seen before.'}
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
      tableCaption="New templates, the newest first"
      compressed
      items={[...templates]}
      itemId={({ id }) => id}
      columns={[
        {
          name: 'First seen',
          width: '112px',
          render: ({ first_seen }: Template) => format.short(first_seen),
        },
        {
          name: 'Level',
          width: '90px',
          render: (template: Template) => <Level level={templateLevel(template, undefined)} />,
        },
        {
          name: 'Template',
          render: ({ id, text, parameters }: Template) => (
            <HereLink color="text" patch={{ template: id }}>
              <TemplateText text={text} parameters={parameters} lines={2} />
            </HereLink>
          ),
        },
        {
          name: 'Services',
          width: '140px',
          render: ({ services }: Template) => <ServiceNames services={services} />,
        },
        {
          name: 'Lines',
          width: '72px',
          align: 'right',
          render: ({ line_count }: Template) => formatCount(line_count),
        },
      ]}
    />
  );
}
