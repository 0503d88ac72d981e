import { EuiDescriptionList, EuiHealth } from '@elastic/eui';
import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Panel } from '../states/panel.tsx';
import { matcherText, parkedText } from './matcher_text.ts';
import { meaningText } from './meaning_text.ts';
import { severityText } from './severity_text.ts';
import { detectorName, verdictText } from './verdict_text.ts';

/** The service, its Elasticsearch and its detectors. */
export function ServicePanel({ status }: { readonly status: StatusResponse }) {
  const { elasticsearch, generation, templates, verdicts, version } = status;
  const matcher = matcherText({ generation, ...status.matcher });
  const isWell = elasticsearch.reachable && elasticsearch.set_up;
  return (
    <Panel
      title={translate('logAi.status.service.title', { defaultMessage: 'Service' })}
      note={translate('logAi.status.service.version', {
        defaultMessage: 'version {version}',
        values: { version },
      })}
    >
      <EuiDescriptionList
        type="column"
        compressed
        columnWidths={[1, 2]}
        // On the baseline a health would stand by its dot.
        css={{ alignItems: 'start' }}
        listItems={[
          {
            title: translate('logAi.status.service.elasticsearch', { defaultMessage: 'Elasticsearch' }),
            description: (
              <EuiHealth color={isWell ? 'success' : 'danger'} textSize="inherit">
                {isWell
                  ? translate('logAi.status.service.healthy', { defaultMessage: 'Healthy' })
                  : (elasticsearch.reason ??
                    translate('logAi.status.service.unreachable', { defaultMessage: 'Not responding' }))}
              </EuiHealth>
            ),
          },
          {
            title: translate('logAi.status.service.templates', { defaultMessage: 'Templates' }),
            description: templates === undefined ? '–' : formatCount(templates),
          },
          {
            title: translate('logAi.status.service.matcher', { defaultMessage: 'Matcher' }),
            description: matcher,
          },
          ...(status.severity
            ? [
                {
                  title: translate('logAi.status.service.severity', { defaultMessage: 'Severity' }),
                  description: severityText(status.severity),
                },
              ]
            : []),
          ...(status.parked ?? []).map((parked) => ({
            title: translate('logAi.status.service.parked', { defaultMessage: 'Skipped documents' }),
            description: parkedText(parked),
          })),
          ...verdicts.map((verdict) => ({
            title: translate('logAi.status.service.detector', {
              defaultMessage: 'Detector: {detector}',
              values: { detector: detectorName(verdict) },
            }),
            description: verdictText(verdict),
          })),
          ...(status.semantic
            ? [
                {
                  title: translate('logAi.status.service.detector', {
                    defaultMessage: 'Detector: {detector}',
                    values: { detector: detectorName({ detector: 'semantic' }) },
                  }),
                  description: meaningText(status.semantic),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
