import { EuiBasicTable, EuiText } from '@elastic/eui';
import { useMemo } from 'react';
import type { Line, Template } from '../../../common/api.ts';
import { API_LIMITS } from '../../../common/api/limits.ts';
import type { TemplateParameter } from '../../../common/documents/template_document.ts';
import { typeText } from '../../../common/units.ts';
import { translate } from '../../kibana/i18n.ts';
import { Answered } from '../../states/answered.tsx';
import { Section } from './section.tsx';
import type { HeldRange } from './use_held_range.ts';
import { useSampleLines } from './use_sample_lines.ts';
import { distributionOf, type ValueDistribution } from './value_distribution.ts';
import { ValuesCell } from './values_cell.tsx';

interface Row {
  readonly parameter: TemplateParameter;
  readonly spread: ValueDistribution;
}

function rowsOf(parameters: readonly TemplateParameter[], lines: readonly Line[]): Row[] {
  return parameters.map((parameter) => ({
    parameter,
    spread: distributionOf(lines.flatMap(({ params }) => params?.[parameter.name] ?? [])),
  }));
}

/** The parameters of a template and their values in its newest lines. */
export function Parameters({
  template: { id, parameters },
  held: { range },
}: {
  readonly template: Template;
  readonly held: HeldRange;
}) {
  const answer = useSampleLines({ id, range, size: API_LIMITS.references });
  const lines = answer.data?.lines;
  const rows = useMemo(() => rowsOf(parameters, lines ?? []), [parameters, lines]);
  const count = lines?.length ?? 0;
  return (
    <Section
      title={translate('logAi.templates.parameters.title', { defaultMessage: 'Parameters' })}
      {...(count > 0 && {
        note: translate('logAi.templates.parameters.note', {
          defaultMessage: '{count, plural, one {of the newest line} other {of the newest # lines}}',
          values: { count },
        }),
      })}
    >
      <Answered answer={answer}>
        {() => (
          <EuiBasicTable<Row>
            compressed
            tableCaption={translate('logAi.templates.parameters.caption', {
              defaultMessage: 'Parameters and their values',
            })}
            items={rows}
            columns={[
              {
                name: translate('logAi.templates.parameters.name', { defaultMessage: 'Name' }),
                width: '34%',
                valign: 'top',
                render: ({ parameter, spread }: Row) => <NameCell parameter={parameter} spread={spread} />,
              },
              {
                name: translate('logAi.templates.parameters.values', { defaultMessage: 'Values' }),
                render: ({ parameter, spread }: Row) => <ValuesCell name={parameter.name} spread={spread} />,
              },
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}

function NameCell({ parameter, spread }: Row) {
  return (
    <div css={{ overflowWrap: 'anywhere' }}>
      <EuiText size="s">{parameter.name}</EuiText>
      <EuiText size="xs" color="subdued">
        {typeText(parameter)}
        {spread.count > 0 &&
          `, ${translate('logAi.templates.parameters.distinct', { defaultMessage: '{count, plural, one {# value} other {# values}}', values: { count: spread.distinct } })}`}
      </EuiText>
    </div>
  );
}
