import { CAPABILITIES, FEATURE_ID } from '../../common/capabilities.ts';
import type { AppServices } from '../app/services.ts';
import type { CoreStart, StartPlugins } from './contract.ts';
import { kibanaServicesProvider } from './kibana_services_context.ts';

/**
 * Kibana's flyout for a new rule; undefined where there is none, or its user may not make rules. Where Kibana does not say what its
 * user may do, the flyout does.
 */
export function ruleFlyoutOf(core: CoreStart, plugins: StartPlugins): AppServices['ruleFlyout'] {
  const ours = (core.application.capabilities[FEATURE_ID] ?? {}) as Readonly<Record<string, unknown>>;
  const show = plugins.triggersActionsUi?.getAddRuleFlyout;
  const Services = kibanaServicesProvider();
  if (!show || !Services || ours[CAPABILITIES.rules] === false) return undefined;
  return ({ rule: { type_id, ...initialValues }, onClose }) => (
    <Services services={{ ...core, ...plugins }}>
      {show({ consumer: FEATURE_ID, ruleTypeId: type_id, canChangeTrigger: false, initialValues, onClose })}
    </Services>
  );
}
