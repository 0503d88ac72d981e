import type { Expectation } from '../../../common/api.ts';
import { countOf } from '../../../common/format_quantity.ts';

/** What is meant, in words: `template_timeout_3f9a in checkout, cart`, or `low in batch`. */
function aboutText({ about, sensitivity }: Expectation): string {
  const { template_id, services, type, parameter } = about;
  const parts = [
    sensitivity ?? '',
    type ?? '',
    template_id ?? '',
    parameter ? `with ${parameter.name}=${parameter.value}` : '',
    services ? `in ${services.join(', ')}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'everything' : parts.join(' ');
}

/** An expectation in two lines: what, by whom and its id; from when until when, and what it suppressed. */
export function expectationLine(expectation: Expectation): string {
  const { id, kind, from, until, note, by, undone, undone_by, suppressed, last_suppressed } = expectation;
  const said = by === undefined ? '' : ` by ${by}`;
  const end = until === undefined ? 'for ever' : `until ${until}`;
  const back =
    undone === undefined ? '' : `; taken back${undone_by === undefined ? '' : ` by ${undone_by}`} ${undone}`;
  const count = `suppressed ${countOf(suppressed, 'anomaly', 'anomalies')}`;
  const last = last_suppressed === undefined ? '' : `, the last one until ${last_suppressed}`;
  return [
    `${id}  ${kind}: ${aboutText(expectation)}${note === undefined ? '' : `  "${note}"`}`,
    `    from ${from} ${end}${said}${back}`,
    ...(kind === 'sensitivity' ? [] : [`    ${count}${last}`]),
  ].join('\n');
}
