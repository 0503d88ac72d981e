import { Fragment } from 'react';
import { ServiceName } from '../severity/service_name.tsx';

/** Services that are named before the rest is counted. */
const NAMED = 2;

/** The services of a template in a small place; all of them are in the tooltip. */
export function ServiceNames({ services }: { readonly services: readonly string[] }) {
  const more = services.length - NAMED;
  return (
    <span title={services.join('\n')}>
      {services.slice(0, NAMED).map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <ServiceName name={name} />
        </Fragment>
      ))}
      {more > 0 && ` +${more}`}
    </span>
  );
}
