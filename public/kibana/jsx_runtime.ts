import { jsx as createElement } from '@emotion/react';
import type { ElementType, Key, ReactElement, ReactNode } from 'react';

/**
 * The functions that compiled JSX calls. Kibana shares `@emotion/react` but not its `jsx-runtime`; a bundled one would
 * bring a second Emotion, whose styles know nothing of Kibana's theme. So the build puts this in its place.
 */

type Props = Readonly<Record<string, unknown>> & { readonly children?: ReactNode };

/** An element with one child, or with a list of them made at run time, which needs keys. */
export function jsx(type: ElementType, props: Props, key?: Key): ReactElement {
  return createElement(type, withKey(props, key));
}

/** An element with several children as they stand in the source. As arguments of their own they need no keys. */
export function jsxs(type: ElementType, props: Props, key?: Key): ReactElement {
  const { children, ...others } = props;
  return createElement(type, withKey(others, key), ...(children as readonly ReactNode[]));
}

function withKey(props: Props, key: Key | undefined): Props {
  return key === undefined ? props : { ...props, key };
}

export { Fragment } from 'react';
