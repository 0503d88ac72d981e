import { EuiBasicTable } from '@elastic/eui';
import type { Anomaly } from '../../../common/api.ts';
import { TEST_IDS } from '../../app/test_ids.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatCount, formatValue } from '../../quantities/format_quantity.ts';

/** What is shown here of what the detector went by, and so not beside it once more. */
export const SHOWN_OF_VALUES: ReadonlySet<string> = new Set([
  'measure',
  'known_values',
  'known_names',
  'half',
  'ninety_five_of_100',
  'ninety_nine_of_100',
  'largest',
  'request_ids',
]);

interface Row {
  readonly name: string;
  readonly value: string;
}

/** A value beside those that are usual: how many of these are not larger. */
export function ValueQuantiles({ anomaly }: { readonly anomaly: Anomaly }) {
  const { context, reason } = anomaly.anomaly;
  const numberOf = (name: string) => (typeof context[name] === 'number' ? context[name] : undefined);
  const row = (name: string, value: number | undefined): Row[] =>
    value === undefined ? [] : [{ name, value: formatValue({ value, measure: reason?.measure }) }];
  const count = (name: string, value: number | undefined): Row[] =>
    value === undefined ? [] : [{ name, value: formatCount(value) }];
  const isOfNames = numberOf('known_names') !== undefined;
  const rows = [
    ...(isOfNames
      ? []
      : row(translate('logAi.anomalies.values.this', { defaultMessage: 'This value' }), anomaly.actual)),
    ...row(
      translate('logAi.anomalies.values.half', { defaultMessage: 'Half are at most' }),
      numberOf('half'),
    ),
    ...row(
      translate('logAi.anomalies.values.ninetyFive', { defaultMessage: '95 of 100 are at most' }),
      numberOf('ninety_five_of_100'),
    ),
    ...row(
      translate('logAi.anomalies.values.ninetyNine', { defaultMessage: '99 of 100 are at most' }),
      numberOf('ninety_nine_of_100'),
    ),
    ...row(
      translate('logAi.anomalies.values.largest', { defaultMessage: 'Largest seen' }),
      numberOf('largest'),
    ),
    ...count(
      translate('logAi.anomalies.values.known', { defaultMessage: 'Values to compare with' }),
      numberOf('known_values'),
    ),
    ...count(
      translate('logAi.anomalies.values.names', { defaultMessage: 'Known texts' }),
      numberOf('known_names'),
    ),
  ];
  return (
    <EuiBasicTable<Row>
      tableCaption={translate('logAi.anomalies.values.caption', {
        defaultMessage: 'The value beside those that are usual',
      })}
      compressed
      items={rows}
      data-test-subj={TEST_IDS.valueQuantiles}
      columns={[
        {
          field: 'name',
          name: anomaly.log_ai.parameter?.name ?? '',
        },
        {
          field: 'value',
          name: translate('logAi.anomalies.values.value', { defaultMessage: 'Value' }),
          align: 'right',
        },
      ]}
    />
  );
}
