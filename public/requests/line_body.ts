/** What columns say of a line already. */
export interface KnownOfLine {
  readonly service?: string | undefined;
  readonly request_id?: string | undefined;
}

const TIME =
  /^[[(]?\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:\s?(?:Z|UTC|[+-]\d{2}:?\d{2}))?[\])]?/;
const LEVEL =
  /^[[(<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|CRIT(?:ICAL)?|FATAL)[\])>]?(?=[\s:|-]|$)/i;
const SEPARATORS = /^[\s:|,-]+/;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name by itself, in brackets, or behind its key. */
function nameAtStart(name: string | undefined): RegExp | undefined {
  if (name === undefined || name === '') return undefined;
  return new RegExp(`^[[(]?(?:[a-z][a-z._-]*[=:]\\s?)?"?${escaped(name)}"?[\\])]?(?=[\\s:|,-]|$)`, 'i');
}

/**
 * What a line says, without the time, level, service and request id at its beginning, which stand in the columns beside it. A
 * line that has nothing else is given whole.
 *
 * @example
 * lineBody('2026-01-15T14:46:00Z ERROR [cart] [req-1] Payment failed', { service: 'cart', request_id: 'req-1' })
 * // 'Payment failed'
 */
export function lineBody(message: string, { service, request_id }: KnownOfLine): string {
  const parts = [TIME, LEVEL, nameAtStart(service), nameAtStart(request_id)];
  let rest = message.trimStart();
  for (;;) {
    const found = parts.findIndex((part) => part?.test(rest));
    if (found < 0) break;
    rest = rest.replace(parts[found]!, '').replace(SEPARATORS, '');
    // Each stands there once: what comes again is what the line says.
    parts[found] = undefined;
  }
  return rest === '' ? message : rest;
}
