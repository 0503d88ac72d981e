import type { Reference } from '../../../../common/documents/reference.ts';
import type { TemplateParameter } from '../../../../common/documents/template_document.ts';
import { timeOfMinute } from '../../../../common/minutes.ts';
import type { ParameterValues } from '../../detect/detector.ts';
import { detectedValue, judgedAs } from '../../detect/values/detected_value.ts';
import type { LogStore, ValueLine, ValueSample } from '../../ports/logs.ts';

/** Of lines that are drawn by chance a few more may come than are asked for. */
const SPARE = 2;

/** The values of a minute. */
export interface ReadValues {
  readonly parameters: readonly ParameterValues[];
  /** Lines that were read, of all of these templates. */
  readonly lines: number;
  readonly all_lines: number;
}

/**
 * Reads the values of some templates in a minute. Of those with more than `max_values` lines half are read, a quarter, …: how many
 * each has is asked first, which costs no line.
 *
 * @param options.templates - By the ids that stand for them now.
 * @param options.idsOf - All ids under which lines of a template may lie.
 */
export async function readValues(options: {
  logs: Pick<LogStore, 'countTemplates' | 'valueLines'>;
  minute: number;
  templates: ReadonlyMap<string, { readonly parameters: readonly TemplateParameter[] }>;
  max_values: number;
  idsOf: (template_id: string) => readonly string[];
}): Promise<ReadValues> {
  const { logs, minute, templates, max_values, idsOf } = options;
  const range = { from: timeOfMinute(minute), to: timeOfMinute(minute + 1) };
  const live = new Map([...templates.keys()].flatMap((id) => idsOf(id).map((one) => [one, id] as const)));
  if (live.size === 0) return { parameters: [], lines: 0, all_lines: 0 };
  const counts = await logs.countTemplates([...live.keys()], range);
  const samples = samplesOf(counts, max_values);
  if (samples.length === 0) return { parameters: [], lines: 0, all_lines: 0 };
  const gathered = new Map<string, Gathered>();
  let lines = 0;
  const max_lines = SPARE * max_values * counts.size;
  for await (const page of logs.valueLines({ range, samples, max_lines })) {
    lines += page.length;
    for (const line of page) {
      const id = live.get(line.template_id);
      if (id !== undefined) gather(gathered, { id, line, parameters: templates.get(id)!.parameters });
    }
  }
  const all_lines = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { parameters: [...gathered.values()].map(valuesOf), lines, all_lines };
}

/** Templates of which the same share is read. */
function samplesOf(counts: ReadonlyMap<string, number>, max_values: number): ValueSample[] {
  const by_halves = Map.groupBy(counts, ([, count]) => Math.max(0, Math.ceil(Math.log2(count / max_values))));
  return [...by_halves].map(([halves, some]) => ({
    template_ids: some.map(([id]) => id),
    share: 2 ** -halves,
  }));
}

/** The values of one parameter as they come. */
interface Gathered {
  readonly template_id: string;
  readonly parameter: string;
  readonly as: Pick<ParameterValues, 'kind' | 'measure'>;
  readonly values: { readonly value: number; readonly reference: Reference; readonly request_id: string }[];
  readonly services: Map<string, number>;
}

function gather(
  gathered: Map<string, Gathered>,
  {
    id,
    line: { service, params, reference, request_id = '' },
    parameters,
  }: { readonly id: string; readonly line: ValueLine; readonly parameters: readonly TemplateParameter[] },
): void {
  for (const parameter of parameters) {
    const { name } = parameter;
    const as = judgedAs(parameter);
    const value = as && params[name] !== undefined ? detectedValue(params[name], parameter) : undefined;
    if (as === undefined || value === undefined) continue;
    const key = JSON.stringify([id, name]);
    let one = gathered.get(key);
    if (one === undefined) {
      one = { template_id: id, parameter: name, as, values: [], services: new Map() };
      gathered.set(key, one);
    }
    one.values.push({ value, reference, request_id });
    one.services.set(service, (one.services.get(service) ?? 0) + 1);
  }
}

/** In an order of their own: in which lines are read depends on how they lie. */
function valuesOf({ template_id, parameter, as, values, services }: Gathered): ParameterValues {
  values.sort((a, b) => a.value - b.value || (a.reference._id < b.reference._id ? -1 : 1));
  const [most] = [...services].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return {
    template_id,
    parameter,
    service: most![0],
    ...as,
    values: values.map(({ value }) => value),
    references: values.map(({ reference }) => reference),
    request_ids: values.map(({ request_id }) => request_id),
  };
}
