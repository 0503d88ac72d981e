import { createContext, type ReactNode, useContext } from 'react';
import type { CoreStart } from '../../../public/kibana/contract.ts';

/** Of the plugin `kibanaReact`: where components of Kibana that are shown in other apps take their services from. */

type Services = Readonly<Record<string, unknown>>;

const Context = createContext<Services>({});

/** What stands further out stays, unless it is given anew. */
export function KibanaContextProvider({
  services,
  children,
}: {
  readonly services: Services;
  readonly children?: ReactNode;
}) {
  const outer = useContext(Context);
  return <Context.Provider value={{ ...outer, ...services }}>{children}</Context.Provider>;
}

/** Without a provider there are none: what is read of them throws. */
export const useKibana = () => useContext(Context) as unknown as CoreStart;
