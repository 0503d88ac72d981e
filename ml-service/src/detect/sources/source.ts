import { UNKNOWN_SERVICE } from '../../correlate/request_assembler.ts';
import type { TemplateSeries } from '../counts/count_reader.ts';
import type { Subject } from '../findings/subject.ts';

/** Where lines come from: `of` is `service`, or `data_stream` for lines that name no service. */
export type Source = Extract<Subject, { kind: 'source' }>;

/**
 * The source of a template as one service writes it. Lines without a service are told apart by their data stream, as far as
 * their template lies in one only.
 *
 * @example
 * sourceOf({ template_id: 't1', service: 'checkout' }, templates) // { kind: 'source', of: 'service', name: 'checkout' }
 */
export function sourceOf(
  { template_id, service }: TemplateSeries,
  templates: ReadonlyMap<string, { readonly data_streams?: readonly string[] }>,
): Source {
  const [data_stream, another] =
    service === UNKNOWN_SERVICE ? (templates.get(template_id)?.data_streams ?? []) : [];
  return data_stream !== undefined && another === undefined
    ? { kind: 'source', of: 'data_stream', name: data_stream }
    : { kind: 'source', of: 'service', name: service };
}

/** Lines of which nobody knows where they come from are no source that could be new. */
export function isNamed({ of, name }: Source): boolean {
  return of !== 'service' || name !== UNKNOWN_SERVICE;
}

export function isSameSource(a: Source, b: Source): boolean {
  return a.of === b.of && a.name === b.name;
}

/** Under which service its lines are counted. */
export function serviceOf({ of, name }: Source): string {
  return of === 'service' ? name : UNKNOWN_SERVICE;
}
