import { FEATURE_ID } from '../../common/capabilities.ts';
import type { AppServices } from '../app/services.ts';
import type { CoreStart, StartPlugins } from './contract.ts';
import { kibanaServicesProvider } from './kibana_services_context.ts';

/** Kibana's flyout for a new rule; undefined where there is none. */
export function ruleFlyoutOf(core: CoreStart, plugins: StartPlugins): AppServices['ruleFlyout'] {
  const show = plugins.triggersActionsUi?.getAddRuleFlyout;
  const Services = kibanaServicesProvider();
  if (!show || !Services) return undefined;
  return ({ rule: { type_id, ...initialValues }, onClose }) => (
    <Services services={{ ...core, ...plugins }}>
      {show({ consumer: FEATURE_ID, ruleTypeId: type_id, canChangeTrigger: false, initialValues, onClose })}
    </Services>
  );
}
