import { Fragment, type ReactNode } from 'react';
import { type Message, translate } from './i18n.ts';

/** No message has it. */
const MARK = '\u0001';

/**
 * A text with elements in some of its places, such as a link: where they stand in the sentence is the translator's to say.
 *
 * @example
 * translateNodes('logAi.states.noLines.hint', { defaultMessage: 'See {status}.', nodes: { status: <StatusLink /> } })
 */
export function translateNodes(
  id: string,
  { defaultMessage, values = {}, nodes }: Message & { readonly nodes: Readonly<Record<string, ReactNode>> },
): ReactNode {
  const marked = Object.fromEntries(Object.keys(nodes).map((name) => [name, `${MARK}${name}${MARK}`]));
  const text = translate(id, { defaultMessage, values: { ...values, ...marked } });
  return text
    .split(MARK)
    .map((part, index) => <Fragment key={index}>{index % 2 === 0 ? part : nodes[part]}</Fragment>);
}
