import type { RequestDocument } from './documents/request_document.ts';

/** Where and when a request broke. */
export interface RequestFailure {
  readonly '@timestamp': string;
  readonly service: string;
  readonly template_id?: string | undefined;
}

/** Whether a request failed, and did not come to its end in spite of an error. What versions before wrote has no outcome, and failed. */
export function isFailedRequest({ outcome }: Pick<RequestDocument, 'outcome'>): boolean {
  return outcome !== 'degraded';
}

/**
 * Where a request broke: its first error; of one without an error, the line after which it stopped.
 *
 * @example
 * failureOf(request).service // 'inventory'
 */
export function failureOf({
  first_error,
  break_point,
  services,
  event,
}: Pick<RequestDocument, 'first_error' | 'break_point' | 'services' | 'event'>): RequestFailure {
  if (first_error) return first_error;
  const { service, template_id } = break_point ?? { service: services.at(-1) ?? '' };
  return { '@timestamp': event.end, service, ...(template_id !== undefined && { template_id }) };
}
