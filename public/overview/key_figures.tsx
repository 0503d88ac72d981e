import { EuiFlexGroup, EuiFlexItem, EuiPanel, EuiText, EuiTitle, useEuiTheme } from '@elastic/eui';
import { failureOf } from '../../common/failure_of.ts';
import type {
  AnomaliesResponse,
  CountsResponse,
  RequestsResponse,
  StatusResponse,
  TemplatesResponse,
} from '../../common/api.ts';
import type { Answer } from '../api/use_answer.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCompact, formatCount, formatRate, formatShare } from '../quantities/format_quantity.ts';
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
const unknown = (): Figure => ({
  value: '–',
  detail: translate('logAi.overview.figures.unknown', { defaultMessage: 'no data' }),
});

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
  const { value, detail, color = 'default' } = data === undefined ? unknown() : figureOf(data);
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
    detail:
      total > anomalies.length
        ? translate('logAi.overview.figures.anomaliesOfNewest', {
            defaultMessage: '{active} active, {critical} critical of the newest {count}',
            values: {
              active: formatCount(active),
              critical: formatCount(critical),
              count: formatCount(anomalies.length),
            },
          })
        : translate('logAi.overview.figures.anomalies', {
            defaultMessage: '{active} active, {critical} critical',
            values: { active: formatCount(active), critical: formatCount(critical) },
          }),
    color: active > 0 ? 'danger' : 'default',
  };
}

function failureFigure({ total, requests }: RequestsResponse): Figure {
  const services = new Set(requests.map((request) => failureOf(request).service));
  return {
    value: formatCount(total),
    detail:
      total === 0
        ? translate('logAi.overview.figures.noRequests', { defaultMessage: 'none in this time range' })
        : translate('logAi.overview.figures.requests', {
            defaultMessage: 'first error in {count, plural, one {# service} other {# services}}',
            values: { count: services.size },
          }),
    color: total > 0 ? 'danger' : 'default',
  };
}

function errorFigure(counts: CountsResponse): Figure {
  const { per_minute, share, lines } = errorRateOf(counts);
  if (lines === 0)
    return {
      value: '–',
      detail: translate('logAi.overview.figures.noLines', { defaultMessage: 'no lines in this time range' }),
    };
  return {
    value: formatRate(per_minute),
    detail: translate('logAi.overview.figures.errors', {
      defaultMessage: '{share} of {lines} lines',
      values: { share: formatShare(share), lines: formatCompact(lines) },
    }),
  };
}

function coverageFigure({ coverage }: StatusResponse): Figure {
  if (coverage?.ratio === undefined)
    return {
      value: '–',
      detail: translate('logAi.overview.figures.noDocuments', {
        defaultMessage: 'no documents in the last hour',
      }),
    };
  return {
    value: formatShare(coverage.ratio),
    detail: translate('logAi.overview.figures.coverage', {
      defaultMessage: 'of {count} documents in the last hour have a template',
      values: { count: formatCompact(coverage.total) },
    }),
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
        title={translate('logAi.overview.figures.anomaliesTitle', { defaultMessage: 'Anomalies' })}
        view="anomalies"
        answer={anomalies}
        figureOf={anomalyFigure}
      />
      <FigurePanel
        name="requests"
        title={translate('logAi.overview.figures.requestsTitle', { defaultMessage: 'Failed requests' })}
        view="requests"
        answer={requests}
        figureOf={failureFigure}
      />
      <FigurePanel
        name="errors"
        title={translate('logAi.overview.figures.errorsTitle', { defaultMessage: 'Errors' })}
        view="templates"
        patch={{ level: 'ERROR', sort: 'last_seen' }}
        answer={counts}
        figureOf={errorFigure}
      />
      <FigurePanel
        name="new_templates"
        title={translate('logAi.overview.figures.newTemplatesTitle', { defaultMessage: 'New templates' })}
        view="templates"
        patch={{ sort: 'first_seen' }}
        answer={new_templates}
        figureOf={({ total }) => ({
          value: formatCount(total),
          detail: translate('logAi.overview.figures.newTemplates', {
            defaultMessage: 'first seen in this time range',
          }),
        })}
      />
      <FigurePanel
        name="coverage"
        title={translate('logAi.overview.figures.coverageTitle', { defaultMessage: 'Coverage' })}
        view="status"
        answer={status}
        figureOf={coverageFigure}
      />
    </EuiFlexGroup>
  );
}
