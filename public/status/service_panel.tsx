import { EuiDescriptionList, EuiHealth } from '@elastic/eui';
import type { StatusResponse } from '../../common/api.ts';
import { formatCount } from '../../common/format_quantity.ts';
import { Panel } from '../states/panel.tsx';
import { matcherText, parkedText } from './matcher_text.ts';
import { detectorName, verdictText } from './verdict_text.ts';

/** The service, its Elasticsearch and its detectors. */
export function ServicePanel({ status }: { readonly status: StatusResponse }) {
  const { elasticsearch, generation, templates, verdicts, version } = status;
  const matcher = matcherText({ generation, ...status.matcher });
  const isWell = elasticsearch.reachable && elasticsearch.set_up;
  return (
    <Panel title="Service" note={`version ${version}`}>
      <EuiDescriptionList
        type="column"
        compressed
        columnWidths={[1, 2]}
        // On the baseline a health would stand by its dot.
        css={{ alignItems: 'start' }}
        listItems={[
          {
            title: 'Elasticsearch',
            description: (
              <EuiHealth color={isWell ? 'success' : 'danger'} textSize="inherit">
                {isWell ? 'answers, Log AI is set up' : (elasticsearch.reason ?? 'does not answer')}
              </EuiHealth>
            ),
          },
          { title: 'Templates', description: templates === undefined ? '–' : formatCount(templates) },
          {
            title: 'Matcher',
            description: matcher,
          },
          ...(status.parked ?? []).map((parked) => ({
            title: 'Left alone',
            description: parkedText(parked),
          })),
          ...verdicts.map((verdict) => ({
            title: `Detector: ${detectorName(verdict)}`,
            description: verdictText(verdict),
          })),
        ]}
      />
    </Panel>
  );
}
