import { EuiAccordion, EuiDescriptionList, EuiSpacer, useGeneratedHtmlId } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatCount } from '../../quantities/format_quantity.ts';
import { SHOWN_OF_SEQUENCES } from './sequence_steps.tsx';
import { SHOWN_OF_VALUES } from './value_quantiles.tsx';

const SHOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  sequence: SHOWN_OF_SEQUENCES,
  parameter: SHOWN_OF_VALUES,
};

/** The numbers that the detector went by. */
export function ContextNumbers({ anomaly }: { readonly anomaly: Anomaly }) {
  const id = useGeneratedHtmlId();
  const entries = Object.entries(anomaly.anomaly.context).filter(
    ([name]) => !(SHOWN[anomaly.anomaly.type]?.has(name) ?? false),
  );
  if (entries.length === 0) return null;
  return (
    <EuiAccordion
      id={id}
      buttonContent={translate('logAi.anomalies.flyout.detectorNumbers', {
        defaultMessage: 'Detector values',
      })}
    >
      <EuiSpacer size="s" />
      <EuiDescriptionList
        type="column"
        compressed
        columnWidths={[1, 2]}
        listItems={entries.map(([name, value]) => ({
          title: name.replaceAll('_', ' '),
          description: textOf(value),
        }))}
      />
    </EuiAccordion>
  );
}

function textOf(value: Anomaly['anomaly']['context'][string]): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'number' ? formatCount(value) : String(value);
}
