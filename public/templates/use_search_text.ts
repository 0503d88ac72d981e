import { useEffect, useRef, useState } from 'react';
import { useUrlState } from '../url/url_params.ts';

/** A pause in typing. The address is of no use before, and to write it renders the whole page. */
const WRITE_AFTER_MS = 400;

/**
 * The text of the search field: what is typed is there at once and in the address after a pause. Another address, such
 * as that of a link or of the step back, changes the text.
 */
export function useSearchText(): readonly [text: string, type: (text: string) => void] {
  const { params, set } = useUrlState();
  const address = params.query ?? '';
  const [text, setText] = useState(address);
  const written = useRef(address);
  useEffect(() => {
    if (address === written.current) return;
    written.current = address;
    setText(address);
  }, [address]);
  useEffect(() => {
    if (text === written.current) return undefined;
    const timer = setTimeout(() => {
      written.current = text;
      set({ query: text, page: undefined }, 'replace');
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, set]);
  return [text, setText];
}
