import { useEffect, useRef } from 'react';
import type { UrlPatch } from './url_params.ts';

/**
 * What a list was narrowed to and sorted by when one of its items was opened: there the same parameters may mean something
 * else, and the way back leads to the list as it was left.
 *
 * @param list - The parameters of the list, as they are now.
 */
export function useListAsLeft({
  isList,
  list,
}: {
  readonly isList: boolean;
  readonly list: UrlPatch;
}): UrlPatch {
  const left = useRef<UrlPatch>({});
  useEffect(() => {
    if (isList) left.current = list;
  });
  return left.current;
}
