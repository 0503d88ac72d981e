import { EuiBasicTable, EuiSpacer, EuiTitle } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { useTemplates } from '../../api/use_templates.ts';
import { TEST_IDS } from '../../app/test_ids.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatDistance } from '../../quantities/format_quantity.ts';
import { TemplateText } from '../../templates/template_text.tsx';
import { HereLink } from '../../url/here_link.tsx';

interface Neighbour {
  readonly id: string;
  readonly distance: number | undefined;
}

/** The known templates that are nearest to one of an unusual meaning: what it was compared with. */
export function NearestTemplates({ anomaly: { anomaly } }: { readonly anomaly: Anomaly }) {
  const { nearest_templates: ids, nearest_distances: distances } = anomaly.context;
  const neighbours = Array.isArray(ids)
    ? ids.map((id, at): Neighbour => {
        const distance = Array.isArray(distances) ? distances[at] : undefined;
        return { id: String(id), distance: typeof distance === 'number' ? distance : undefined };
      })
    : [];
  const templates = useTemplates(neighbours.map(({ id }) => id));
  if (neighbours.length === 0) return null;
  return (
    <>
      <EuiTitle size="xxs">
        <h3>{translate('logAi.anomalies.flyout.nearest', { defaultMessage: 'Nearest known templates' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiBasicTable<Neighbour>
        tableCaption={translate('logAi.anomalies.flyout.nearestCaption', {
          defaultMessage: 'Known templates, the nearest first',
        })}
        compressed
        items={neighbours}
        data-test-subj={TEST_IDS.nearestTemplates}
        columns={[
          {
            name: translate('logAi.anomalies.flyout.distance', { defaultMessage: 'Distance' }),
            width: '96px',
            align: 'right',
            render: ({ distance }: Neighbour) => (distance === undefined ? '–' : formatDistance(distance)),
          },
          {
            name: translate('logAi.anomalies.flyout.nearestTemplate', { defaultMessage: 'Template' }),
            render: ({ id }: Neighbour) => {
              const template = templates.get(id);
              return (
                <HereLink patch={{ template: id, anomaly: undefined }}>
                  {template ? (
                    <TemplateText text={template.text} parameters={template.parameters} lines={3} />
                  ) : (
                    id
                  )}
                </HereLink>
              );
            },
          },
        ]}
      />
      <EuiSpacer size="l" />
    </>
  );
}
