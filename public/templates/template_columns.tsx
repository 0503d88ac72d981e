import type { ReactNode } from 'react';
import type { Template, TemplateSort } from '../../common/api.ts';
import { Level } from '../severity/level.tsx';
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
  readonly name: string;
  readonly width?: string;
  readonly align?: 'right';
  readonly sort?: TemplateSort;
  readonly render: (row: TemplateRowProps) => ReactNode;
}

function timeOf(time: string, format: TimeFormat): ReactNode {
  return <span title={format.full(time)}>{format.short(time)}</span>;
}

const trend: TemplateColumn = {
  name: 'Trend',
  width: '136px',
  render: (row) => <TrendCell trend={row.trend} known={row.known} />,
};

const in_range: TemplateColumn = {
  name: 'Lines in range',
  width: '112px',
  align: 'right',
  render: (row) => <LinesInRange trend={row.trend} />,
};

const in_all: TemplateColumn = {
  name: 'Lines in all',
  width: '112px',
  align: 'right',
  sort: 'line_count',
  render: ({ template }) => <LineCount count={template.line_count} />,
};

const first_seen: TemplateColumn = {
  name: 'First seen',
  width: '140px',
  sort: 'first_seen',
  render: ({ template, format, isNew }) => (
    <div>
      {timeOf(template.first_seen, format)} {isNew && <Tag>new</Tag>}
    </div>
  ),
};

const last_seen: TemplateColumn = {
  name: 'Last seen',
  width: '140px',
  sort: 'last_seen',
  render: ({ template, format }) => timeOf(template.last_seen, format),
};

/** The columns of the table. */
export const COLUMNS: readonly TemplateColumn[] = [
  { name: 'Template', render: ({ template, hrefOf, open }) => <TextCell {...{ template, hrefOf, open }} /> },
  {
    name: 'Level',
    width: '96px',
    render: ({ template, trend: of }) => <Level level={templateLevel(template, of)} />,
  },
  {
    name: 'Services',
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
    name: 'Template',
    render: ({ template, trend: of, hrefOf, open }) => (
      <TextCell {...{ template, hrefOf, open }} details={{ level: templateLevel(template, of) }} />
    ),
  },
  trend,
  { ...in_range, name: 'In range', width: '80px' },
  { ...in_all, name: 'In all', width: '80px' },
  { ...first_seen, width: '104px' },
  { ...last_seen, width: '104px' },
];
