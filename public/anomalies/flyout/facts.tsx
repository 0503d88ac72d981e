import { EuiDescriptionList, EuiText } from '@elastic/eui';
import type { ReactElement } from 'react';
import type { Anomaly } from '../../../common/api.ts';
import { useTemplates } from '../../api/use_templates.ts';
import { formatDuration, formatRatio } from '../../../common/format_quantity.ts';
import { useTimeFormat } from '../../time/format_time.ts';
import { TemplateText } from '../../templates/template_text.tsx';
import { HereLink } from '../../url/here_link.tsx';
import { isRate, measuresOf, oddsText } from '../measures.ts';
import { isOngoing } from '../place.ts';
import { lengthText, spanText } from '../span_text.ts';

/** What is known of an anomaly, without the numbers that only its detector needs. */
export function Facts({ anomaly }: { readonly anomaly: Anomaly }) {
  const { event, log_ai } = anomaly;
  const format = useTimeFormat();
  const delay = Date.parse(event.created) - Date.parse(event.start);
  const length = `${lengthText(event)}${isOngoing(anomaly) ? ' so far' : ''}`;
  return (
    <EuiDescriptionList
      type="column"
      compressed
      columnWidths={[1, 3]}
      listItems={[
        fact('When', `${spanText(format.short(event.start), format.short(event.end))} (${length})`),
        fact('Detected', `${format.short(event.created)}, ${formatDuration(delay)} after its start`),
        ...comparison(anomaly),
        ...(log_ai.severity ? [fact('Severity', log_ai.severity.label)] : []),
        ...(log_ai.template ? [fact('Template', <TemplateOf id={log_ai.template.id} />)] : []),
        ...(log_ai.parameter ? [fact('Parameter', log_ai.parameter.name)] : []),
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
  const over = (minutes: unknown, before: string, after: string) =>
    isRate(anomaly) && typeof minutes === 'number' ? `${before}${minutes} min${after}` : '';
  return [
    fact(
      'Typical',
      anomaly.anomaly.type === 'new_template'
        ? 'never seen before'
        : `${typical}${over(baseline_minutes, ', mean of the ', ' before')}`,
    ),
    fact(
      'Actual',
      `${actual}${over(window_minutes, anomaly.anomaly.type === 'frequency' ? ', highest mean of ' : ', mean of ', '')}`,
    ),
    // No number is a multiple of none.
    ...(typeof ratio === 'number' && anomaly.typical !== 0
      ? [fact('Ratio', `${formatRatio(ratio)} the typical`)]
      : []),
    ...(probability === undefined
      ? []
      : [fact('Probability', `${oddsText(probability)} lines is the first of a new template`)]),
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
