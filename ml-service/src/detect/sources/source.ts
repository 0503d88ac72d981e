import { UNKNOWN_SERVICE } from '../../correlate/request_assembler.ts';
import type { TemplateSeries } from '../counts/count_reader.ts';
import type { Subject } from '../findings/subject.ts';
import { sourceNameOf } from './source_name.ts';

/** Where lines come from: `of` is `service`, or `data_stream` for lines that name no service. */
export type Source = Extract<Subject, { kind: 'source' }>;

/** Where the lines of each template lie, as far as that is known. */
type Origins = ReadonlyMap<string, { readonly data_streams?: readonly string[] }>;

/**
 * The sources of a template as one service writes it: that service; of lines that name none, each data stream in which they lie,
 * by its name without a date.
 *
 * @example
 * sourcesOf({ template_id: 't1', service: 'checkout' }, templates) // [{ kind: 'source', of: 'service', name: 'checkout' }]
 */
export function sourcesOf({ template_id, service }: TemplateSeries, templates: Origins): readonly Source[] {
  const data_streams = service === UNKNOWN_SERVICE ? (templates.get(template_id)?.data_streams ?? []) : [];
  return data_streams.length === 0
    ? [{ kind: 'source', of: 'service', name: service }]
    : [...new Set(data_streams.map(sourceNameOf))].map((name) => ({
        kind: 'source',
        of: 'data_stream',
        name,
      }));
}

/** Whether a source writes the template as this service does. */
export function isOfSource(
  series: TemplateSeries,
  source: Pick<Source, 'of' | 'name'>,
  templates: Origins,
): boolean {
  // Most are of another service: nothing is made of them.
  if (series.service !== serviceOf(source)) return false;
  if (series.service !== UNKNOWN_SERVICE) return true;
  return sourcesOf(series, templates).some(({ of, name }) => of === source.of && name === source.name);
}

/** Lines of which nobody knows where they come from are no source that could be new. */
export function isNamed({ of, name }: Source): boolean {
  return of !== 'service' || name !== UNKNOWN_SERVICE;
}

/** Under which service its lines are counted. */
export function serviceOf({ of, name }: Pick<Source, 'of' | 'name'>): string {
  return of === 'service' ? name : UNKNOWN_SERVICE;
}
