import { EuiDescriptionList, EuiText } from '@elastic/eui';
import type { ReactElement } from 'react';
import type { Anomaly } from '../../../common/api.ts';
import { useTemplates } from '../../api/use_templates.ts';
import { translate } from '../../kibana/i18n.ts';
import { formatDistance, formatDuration, formatRatio } from '../../quantities/format_quantity.ts';
import { useTimeFormat } from '../../time/format_time.ts';
import { TemplateText } from '../../templates/template_text.tsx';
import { HereLink } from '../../url/here_link.tsx';
import { soundsText } from '../expected_severity.ts';
import { SEVERITIES } from '../../severity/severity_name.ts';
import { isNew, isRate, measuresOf, oddsText } from '../measures.ts';
import { chanceOf } from '../reason_text.ts';
import { lengthOf, spanText } from '../span_text.ts';

/** What is known of an anomaly, without the numbers that only its detector needs. */
export function Facts({ anomaly }: { readonly anomaly: Anomaly }) {
  const { event, log_ai } = anomaly;
  const format = useTimeFormat();
  const delay = Date.parse(event.created) - Date.parse(event.start);
  const length = lengthOf(anomaly);
  return (
    <EuiDescriptionList
      type="column"
      compressed
      columnWidths={[1, 3]}
      listItems={[
        fact(
          translate('logAi.anomalies.facts.time', { defaultMessage: 'Time' }),
          `${spanText(format.short(event.start), format.short(event.end))} (${length})`,
        ),
        fact(
          translate('logAi.anomalies.facts.detected', { defaultMessage: 'Detected' }),
          translate('logAi.anomalies.facts.detectedAt', {
            defaultMessage: '{time}, {delay} after the start',
            values: { time: format.short(event.created), delay: formatDuration(delay) },
          }),
        ),
        ...comparison(anomaly),
        ...(log_ai.severity
          ? [
              fact(
                translate('logAi.anomalies.facts.severity', { defaultMessage: 'Severity' }),
                log_ai.severity.label,
              ),
            ]
          : []),
        ...(log_ai.template
          ? [
              fact(
                translate('logAi.anomalies.facts.template', { defaultMessage: 'Template' }),
                <TemplateOf id={log_ai.template.id} />,
              ),
            ]
          : []),
        ...(log_ai.parameter
          ? [
              fact(
                translate('logAi.anomalies.facts.parameter', { defaultMessage: 'Parameter' }),
                log_ai.parameter.name,
              ),
            ]
          : []),
      ]}
    />
  );
}

function fact(title: string, description: string | ReactElement) {
  return { title, description };
}

/** What was usual and what was seen, in the terms of its detector. */
function comparison(anomaly: Anomaly) {
  const { typical, actual } = measuresOf(anomaly);
  const { baseline_minutes, window_minutes, ratio } = anomaly.anomaly.context;
  const { probability } = anomaly;
  if (anomaly.anomaly.type === 'semantic') return meaningFacts(anomaly);
  const isMean = (minutes: unknown): minutes is number => isRate(anomaly) && typeof minutes === 'number';
  return [
    fact(
      translate('logAi.anomalies.facts.typical', { defaultMessage: 'Typical' }),
      isNew(anomaly) && anomaly.anomaly.reason?.code !== 'returned_template'
        ? translate('logAi.anomalies.facts.neverSeen', { defaultMessage: 'never seen before' })
        : isMean(baseline_minutes)
          ? translate('logAi.anomalies.facts.typicalMean', {
              defaultMessage: '{value}, mean of the {minutes} min before',
              values: { value: typical, minutes: baseline_minutes },
            })
          : typical,
    ),
    fact(
      translate('logAi.anomalies.facts.actual', { defaultMessage: 'Actual' }),
      !isMean(window_minutes)
        ? actual
        : anomaly.anomaly.type === 'frequency'
          ? translate('logAi.anomalies.facts.highestMean', {
              defaultMessage: '{value}, highest mean of {minutes} min',
              values: { value: actual, minutes: window_minutes },
            })
          : translate('logAi.anomalies.facts.actualMean', {
              defaultMessage: '{value}, mean of {minutes} min',
              values: { value: actual, minutes: window_minutes },
            }),
    ),
    // No number is a multiple of none.
    ...(typeof ratio === 'number' && anomaly.typical !== 0
      ? [
          fact(
            translate('logAi.anomalies.facts.ratio', { defaultMessage: 'Ratio' }),
            translate('logAi.anomalies.facts.ratioValue', {
              defaultMessage: '{ratio} the typical value',
              values: { ratio: formatRatio(ratio) },
            }),
          ),
        ]
      : []),
    ...(probability === undefined
      ? []
      : [
          fact(
            translate('logAi.anomalies.facts.probability', { defaultMessage: 'Probability' }),
            anomaly.anomaly.type === 'new_template'
              ? translate('logAi.anomalies.facts.probabilityValue', {
                  defaultMessage: '{odds} lines is the first of a new template',
                  values: { odds: oddsText(probability) },
                })
              : chanceOf(-Math.log10(probability)),
          ),
        ]),
  ];
}

/** How far its meaning lies from what was known, and how severe its words are. */
function meaningFacts({ typical = 0, actual = 0, anomaly }: Anomaly) {
  const severity = SEVERITIES.find((one) => one === anomaly.context['expected_severity']);
  return [
    fact(
      translate('logAi.anomalies.facts.typical', { defaultMessage: 'Typical' }),
      translate('logAi.anomalies.facts.typicalDistance', {
        defaultMessage: 'distance {value} between known templates',
        values: { value: formatDistance(typical) },
      }),
    ),
    fact(
      translate('logAi.anomalies.facts.actual', { defaultMessage: 'Actual' }),
      translate('logAi.anomalies.facts.actualDistance', {
        defaultMessage: 'distance {value} to the nearest known template',
        values: { value: formatDistance(actual) },
      }),
    ),
    ...(severity
      ? [
          fact(
            translate('logAi.anomalies.facts.expectedSeverity', { defaultMessage: 'Expected severity' }),
            soundsText(severity),
          ),
        ]
      : []),
  ];
}

/** The text of the template, which leads to all that is known of it. */
function TemplateOf({ id }: { readonly id: string }) {
  const templates = useTemplates([id]);
  const template = templates.get(id) ?? [...templates.values()][0];
  return (
    // One flyout at a time; the browser's way back leads to this one again.
    <HereLink patch={{ template: id, anomaly: undefined }}>
      {template ? (
        <EuiText size="s">
          <TemplateText text={template.text} parameters={template.parameters} lines={4} />
        </EuiText>
      ) : (
        id
      )}
    </HereLink>
  );
}
