import type { EndpointInput, TemplateSort } from '../../common/api.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { LEVELS, TEMPLATE_SORTS } from '../../common/choices.ts';
import type { Level } from '../../common/levels.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import type { UrlParams } from '../url/url_params.ts';

/** What fits on a screen or two. */
export const PAGE_SIZE = 25;
/** Elasticsearch reads no pages beyond; counted from zero. */
export const LAST_PAGE = Math.floor(API_LIMITS.offset / PAGE_SIZE);
/** Templates that can be paged through. */
export const REACHABLE = (LAST_PAGE + 1) * PAGE_SIZE;

/** What the view is asked to show. */
export interface TemplateSearch {
  readonly query: string | undefined;
  /** Whether the query is compared by what it means, not by its words. */
  readonly by_meaning: boolean;
  readonly service: string | undefined;
  readonly level: Level | undefined;
  readonly sort: TemplateSort;
  readonly order: 'asc' | 'desc';
  /** Counted from zero. */
  readonly page: number;
  /** Of Kibana's bar, as the API takes it. */
  readonly filter?: string | undefined;
}

/**
 * Reads the search of a link; what it cannot mean is left out. By default the most frequent templates come first: they
 * keep their places while lines come in.
 *
 * @example
 * searchOf({ query: ' conn ', level: 'LOUD', page: '2' }) // { query: 'conn', level: undefined, page: 1, … }
 */
export function searchOf({ query, by, service, level, sort, order, page }: UrlParams): TemplateSearch {
  const number = Number(page ?? 1);
  return {
    query: query?.slice(0, by === 'meaning' ? API_LIMITS.like : API_LIMITS.id).trim() || undefined,
    by_meaning: by === 'meaning',
    service: service === undefined || service.length > API_LIMITS.id ? undefined : service,
    level: LEVELS.find((one) => one === level),
    sort: TEMPLATE_SORTS.find((one) => one === sort) ?? 'line_count',
    order: order === 'asc' ? 'asc' : 'desc',
    page: Number.isInteger(number) ? Math.min(LAST_PAGE, Math.max(0, number - 1)) : 0,
  };
}

/** The question that a search is to the API. */
export function questionOf({ query, service, level, sort, order, page, filter }: TemplateSearch) {
  return {
    query: {
      ...(query !== undefined && { query }),
      ...(service !== undefined && { service }),
      ...(level && { level }),
      ...(filter !== undefined && { filter }),
      sort,
      order,
      size: PAGE_SIZE,
      from: page * PAGE_SIZE,
    },
  } satisfies EndpointInput<'templates'>;
}

/** Whether a search leaves templates out. */
export function isNarrowed({ query, service, level, filter }: TemplateSearch): boolean {
  return query !== undefined || service !== undefined || level !== undefined || filter !== undefined;
}

/**
 * How many were found, in words.
 *
 * @param all - How many there are; undefined while that is not known.
 * @example
 * foundText({ search, found: 12, all: 83 }) // '12 of 83 templates match'
 */
export function foundText({
  search,
  found,
  all,
}: {
  readonly search: TemplateSearch;
  readonly found: number;
  readonly all: number | undefined;
}): string {
  if (!isNarrowed(search))
    return translate('logAi.templates.found.all', {
      defaultMessage: '{count, plural, one {# template} other {# templates}}',
      values: { count: found },
    });
  return all === undefined
    ? translate('logAi.templates.found.matching', {
        defaultMessage: '{count, plural, one {# template matches} other {# templates match}}',
        values: { count: found },
      })
    : translate('logAi.templates.found.of', {
        defaultMessage:
          '{count, plural, one {# of {all} templates matches} other {# of {all} templates match}}',
        values: { count: found, all: formatCount(all) },
      });
}
