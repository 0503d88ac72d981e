import type { ReactNode } from 'react';
import type { Template, TemplateSort } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { Level } from '../severity/level.tsx';
import { SeverityTag } from '../severity/severity_tag.tsx';
import { Tag } from '../severity/tag.tsx';
import type { TimeFormat } from '../time/format_time.ts';
import { LineCount, LinesInRange } from './line_count.tsx';
import { ServiceNames } from './service_names.tsx';
import { templateLevel } from './template_level.ts';
import { TextCell } from './text_cell.tsx';
import { TrendCell } from './trend_cell.tsx';
import type { Trend } from './trends.ts';

/** What a row is drawn from. */
export interface TemplateRowProps {
  readonly template: Template;
  readonly trend: Trend | undefined;
  /** Of the trend's buckets. */
  readonly known: readonly boolean[];
  /** First seen in the chosen time. */
  readonly isNew: boolean;
  readonly format: TimeFormat;
  readonly columns: readonly TemplateColumn[];
  readonly hrefOf: (id: string) => string;
  readonly open: (id: string) => void;
}

export interface TemplateColumn {
  readonly id: string;
  readonly name: () => string;
  readonly width?: string;
  readonly align?: 'right';
  readonly sort?: TemplateSort;
  readonly render: (row: TemplateRowProps) => ReactNode;
}

function timeOf(time: string, format: TimeFormat): ReactNode {
  return <span title={format.full(time)}>{format.short(time)}</span>;
}

const trend: TemplateColumn = {
  id: 'trend',
  name: () => translate('logAi.templates.columns.trend', { defaultMessage: 'Trend' }),
  width: '136px',
  render: (row) => <TrendCell trend={row.trend} known={row.known} />,
};

const in_range: TemplateColumn = {
  id: 'in_range',
  name: () => translate('logAi.templates.columns.inRange', { defaultMessage: 'Lines in range' }),
  width: '112px',
  align: 'right',
  render: (row) => <LinesInRange trend={row.trend} />,
};

const in_all: TemplateColumn = {
  id: 'in_all',
  name: () => translate('logAi.templates.columns.inAll', { defaultMessage: 'Total lines' }),
  width: '112px',
  align: 'right',
  sort: 'line_count',
  render: ({ template }) => <LineCount count={template.line_count} />,
};

const first_seen: TemplateColumn = {
  id: 'first_seen',
  name: () => translate('logAi.templates.columns.firstSeen', { defaultMessage: 'First seen' }),
  width: '140px',
  sort: 'first_seen',
  render: ({ template, format, isNew }) => (
    <div>
      {timeOf(template.first_seen, format)}{' '}
      {isNew && <Tag>{translate('logAi.templates.columns.new', { defaultMessage: 'new' })}</Tag>}
    </div>
  ),
};

const last_seen: TemplateColumn = {
  id: 'last_seen',
  name: () => translate('logAi.templates.columns.lastSeen', { defaultMessage: 'Last seen' }),
  width: '140px',
  sort: 'last_seen',
  render: ({ template, format }) => timeOf(template.last_seen, format),
};

const templateName = () => translate('logAi.templates.columns.template', { defaultMessage: 'Template' });

/** The columns of the table. */
export const COLUMNS: readonly TemplateColumn[] = [
  {
    id: 'template',
    name: templateName,
    render: ({ template, hrefOf, open }) => <TextCell {...{ template, hrefOf, open }} />,
  },
  {
    id: 'level',
    name: () => translate('logAi.templates.columns.level', { defaultMessage: 'Level' }),
    width: '96px',
    // What states no level has its severity by its meaning.
    render: ({ template, trend: of }) => {
      const level = templateLevel(template, of);
      const { severity } = template;
      return level === undefined && severity ? (
        <SeverityTag severity={severity.label} />
      ) : (
        <Level level={level} />
      );
    },
  },
  {
    id: 'services',
    name: () => translate('logAi.templates.columns.services', { defaultMessage: 'Services' }),
    width: '14%',
    render: ({ template }) => <ServiceNames services={template.services} />,
  },
  trend,
  in_range,
  in_all,
  first_seen,
  last_seen,
];

/** The columns in a narrow window, where level and services stand below the text. */
export const NARROW_COLUMNS: readonly TemplateColumn[] = [
  {
    id: 'template',
    name: templateName,
    render: ({ template, trend: of, hrefOf, open }) => (
      <TextCell {...{ template, hrefOf, open }} details={{ level: templateLevel(template, of) }} />
    ),
  },
  trend,
  {
    ...in_range,
    name: () => translate('logAi.templates.columns.inRangeNarrow', { defaultMessage: 'In range' }),
    width: '80px',
  },
  {
    ...in_all,
    name: () => translate('logAi.templates.columns.inAllNarrow', { defaultMessage: 'Total' }),
    width: '80px',
  },
  { ...first_seen, width: '104px' },
  { ...last_seen, width: '104px' },
];
