import { EuiDescriptionList, EuiHealth } from '@elastic/eui';
import type { StatusResponse } from '../../common/api.ts';
import { formatCount } from '../../common/format_quantity.ts';
import { Panel } from '../states/panel.tsx';
import { detectorName, verdictText } from './verdict_text.ts';

/** The service, its Elasticsearch and its detectors. */
export function ServicePanel({ status }: { readonly status: StatusResponse }) {
  const { elasticsearch, generation, templates, verdicts, version } = status;
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
            description: generation === undefined ? 'not published yet' : `generation ${generation}`,
          },
          ...verdicts.map((verdict) => ({
            title: `Detector: ${detectorName(verdict)}`,
            description: verdictText(verdict),
          })),
        ]}
      />
    </Panel>
  );
}
