import type { ReactNode } from 'react';
import type { Answer } from '../api/use_answer.ts';
import { Answered } from './answered.tsx';
import { Panel } from './panel.tsx';

/** A panel that an answer makes; until it is here, or where there is none, its frame stands with its title. */
export function Framed<T>({
  title,
  answer,
  children,
}: {
  readonly title: string;
  readonly answer: Answer<T>;
  readonly children: (data: T) => ReactNode;
}) {
  if (answer.data !== undefined) return <>{children(answer.data)}</>;
  return (
    <Panel title={title}>
      <Answered answer={answer}>{children}</Answered>
    </Panel>
  );
}
