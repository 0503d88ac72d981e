import type { ReactNode } from 'react';
import ReactDom from 'react-dom';
import { App } from '../app/app.tsx';
import { chooseNumberLocale } from '../quantities/number_locale.ts';
import type { AppMountParameters, CoreStart, StartPlugins } from './contract.ts';
import { KibanaTheme } from './kibana_theme.tsx';
import { servicesOf } from './services_of_core.ts';

/** What all of the app needs of Kibana around it: from 8.19 on one call gives it, before that two providers do. */
function KibanaContext({ core, children }: { core: CoreStart; children: ReactNode }) {
  if (core.rendering?.addContext) return <>{core.rendering.addContext(children)}</>;
  return (
    <core.i18n.Context>
      <KibanaTheme theme={core.theme}>{children}</KibanaTheme>
    </core.i18n.Context>
  );
}

/** Shows the app in Kibana's element. Returns what takes it away again. */
export function mountApp({
  core,
  plugins,
  parameters,
}: {
  readonly core: CoreStart;
  readonly plugins: StartPlugins;
  readonly parameters: AppMountParameters;
}): () => void {
  const { element, history } = parameters;
  chooseNumberLocale(core.uiSettings.get('format:number:defaultLocale'));
  // Kibana 9 brings React 18, which still has this function: `createRoot` is not in 8.x.
  ReactDom.render(
    <KibanaContext core={core}>
      <App services={servicesOf(core, plugins)} history={history} />
    </KibanaContext>,
    element,
  );
  return () => {
    ReactDom.unmountComponentAtNode(element);
  };
}
