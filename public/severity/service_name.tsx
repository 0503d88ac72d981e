import { Fragment } from 'react';

/** A name may be broken behind what joins its words. */
const JOINTS = /(?<=[-_./:@])/;

const WHOLE_WORDS = {
  display: 'inline-block',
  maxWidth: '100%',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  verticalAlign: 'bottom',
  overflowWrap: 'normal',
  wordBreak: 'keep-all',
} as const;

/** The name of a service in a narrow place: broken between its words only; what has no room is cut, and whole in its tooltip. */
export function ServiceName({ name }: { readonly name: string }) {
  return (
    <span title={name} style={WHOLE_WORDS}>
      {name.split(JOINTS).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
