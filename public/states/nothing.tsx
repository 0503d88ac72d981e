import { EuiEmptyPrompt } from '@elastic/eui';
import type { ReactNode } from 'react';

/** An empty place that says why it is empty and what to do next. */
export function Nothing({
  title,
  children,
  actions,
  iconType = 'search',
}: {
  readonly title: string;
  /** What to do next, a sentence or two. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly iconType?: string;
}) {
  return (
    <EuiEmptyPrompt
      iconType={iconType}
      titleSize="xs"
      paddingSize="m"
      color="transparent"
      title={<h3>{title}</h3>}
      {...(children !== undefined && { body: <p>{children}</p> })}
      {...(actions !== undefined && { actions })}
    />
  );
}
