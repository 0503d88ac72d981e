import { EuiAccordion, EuiDescriptionList, EuiSpacer, useGeneratedHtmlId } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { formatCount } from '../../../common/format_quantity.ts';

/** The numbers that the detector went by. */
export function ContextNumbers({ anomaly }: { readonly anomaly: Anomaly }) {
  const id = useGeneratedHtmlId();
  const entries = Object.entries(anomaly.anomaly.context);
  if (entries.length === 0) return null;
  return (
    <EuiAccordion id={id} buttonContent="Numbers of the detector">
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
