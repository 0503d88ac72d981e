import { ViewLink } from '../url/view_link.tsx';
import { Nothing } from './nothing.tsx';

/** A time of which nothing is known, which is not to be taken for one in which nothing was wrong. */
export function NoLines({ title = 'No lines in this time' }: { readonly title?: string }) {
  return (
    <Nothing title={title} iconType="visBarVertical">
      Choose another time, or see on <ViewLink view="status">Status</ViewLink> whether logs arrive.
    </Nothing>
  );
}
