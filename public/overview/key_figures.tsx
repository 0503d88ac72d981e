import { EuiFlexGroup, EuiFlexItem, EuiPanel, EuiText, EuiTitle, useEuiTheme } from '@elastic/eui';
import type {
  AnomaliesResponse,
  CountsResponse,
  RequestsResponse,
  StatusResponse,
  TemplatesResponse,
} from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import {
  countOf,
  formatCompact,
  formatCount,
  formatRate,
  formatShare,
} from '../../common/format_quantity.ts';
import type { UrlPatch } from '../url/url_params.ts';
import { ViewLink } from '../url/view_link.tsx';
import { errorRateOf } from './error_rate.ts';
import { troubleOf } from './trouble.ts';

/** A figure with what it is made of. */
interface Figure {
  readonly value: string;
  readonly detail: string;
  readonly color?: 'danger' | 'default';
}

/** The longest title beside its padding: all five stand in one row down to 768 pixels. */
const NARROWEST = 132;

/** Shown where no answer came. */
const UNKNOWN: Figure = { value: '–', detail: 'no answer' };

function FigurePanel<T>({
  name,
  title,
  view,
  patch,
  answer,
  figureOf,
}: {
  readonly name: string;
  readonly title: string;
  /** The view that has more of it. */
  readonly view: string;
  readonly patch?: UrlPatch;
  readonly answer: Answer<T>;
  readonly figureOf: (data: T) => Figure;
}) {
  const { euiTheme } = useEuiTheme();
  const { data, error } = answer;
  const { value, detail, color = 'default' } = data === undefined ? UNKNOWN : figureOf(data);
  const isLoading = data === undefined && !error;
  return (
    <EuiFlexItem css={{ minWidth: NARROWEST }}>
      <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj={TEST_IDS.figure(name)}>
        <EuiText size="s">
          <ViewLink view={view} color="text" {...(patch && { patch })}>
            {title}
          </ViewLink>
        </EuiText>
        <EuiTitle size="m">
          <p
            css={{ '&&': { color: color === 'danger' ? euiTheme.colors.dangerText : euiTheme.colors.title } }}
          >
            {value}
          </p>
        </EuiTitle>
        <EuiText size="xs" color="subdued">
          {isLoading ? '…' : detail}
        </EuiText>
      </EuiPanel>
    </EuiFlexItem>
  );
}

function anomalyFigure({ total, anomalies }: AnomaliesResponse): Figure {
  const { count, active, critical } = troubleOf(anomalies);
  return {
    value: formatCount(count),
    detail: `${formatCount(active)} active, ${formatCount(critical)} critical${total > anomalies.length ? ` of the newest ${formatCount(anomalies.length)}` : ''}`,
    color: active > 0 ? 'danger' : 'default',
  };
}

function failureFigure({ total, requests }: RequestsResponse): Figure {
  const services = new Set(requests.map(({ first_error }) => first_error.service));
  return {
    value: formatCount(total),
    detail: total === 0 ? 'none in this time' : `first in ${countOf(services.size, 'service')}`,
    color: total > 0 ? 'danger' : 'default',
  };
}

function errorFigure(counts: CountsResponse): Figure {
  const { per_minute, share, lines } = errorRateOf(counts);
  if (lines === 0) return { value: '–', detail: 'no lines in this time' };
  return { value: formatRate(per_minute), detail: `${formatShare(share)} of ${formatCompact(lines)} lines` };
}

function coverageFigure({ coverage }: StatusResponse): Figure {
  if (coverage?.ratio === undefined) return { value: '–', detail: 'no documents in the last hour' };
  return {
    value: formatShare(coverage.ratio),
    detail: `of ${formatCompact(coverage.total)} documents of the last hour have a template`,
  };
}

/** The figures that an engineer on call asks for first. */
export function KeyFigures({
  anomalies,
  requests,
  counts,
  new_templates,
  status,
}: {
  readonly anomalies: Answer<AnomaliesResponse>;
  readonly requests: Answer<RequestsResponse>;
  readonly counts: Answer<CountsResponse>;
  readonly new_templates: Answer<TemplatesResponse>;
  readonly status: Answer<StatusResponse>;
}) {
  return (
    <EuiFlexGroup gutterSize="m" wrap responsive={false}>
      <FigurePanel
        name="anomalies"
        title="Anomalies"
        view="anomalies"
        answer={anomalies}
        figureOf={anomalyFigure}
      />
      <FigurePanel
        name="requests"
        title="Failed requests"
        view="requests"
        answer={requests}
        figureOf={failureFigure}
      />
      <FigurePanel
        name="errors"
        title="Errors"
        view="templates"
        patch={{ level: 'ERROR', sort: 'last_seen' }}
        answer={counts}
        figureOf={errorFigure}
      />
      <FigurePanel
        name="new_templates"
        title="New templates"
        view="templates"
        patch={{ sort: 'first_seen' }}
        answer={new_templates}
        figureOf={({ total }) => ({ value: formatCount(total), detail: 'first seen in this time' })}
      />
      <FigurePanel name="coverage" title="Coverage" view="status" answer={status} figureOf={coverageFigure} />
    </EuiFlexGroup>
  );
}
