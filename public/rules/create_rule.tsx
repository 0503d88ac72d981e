import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiFlyoutFooter } from '@elastic/eui';
import { useState } from 'react';
import { useServices } from '../app/services.ts';
import type { NewRule } from './new_rule.ts';
import { translate } from '../kibana/i18n.ts';

/** The foot of a flyout, with the way to a rule for what it shows; nothing where its user makes no rules. */
export function CreateRuleFooter({ rule }: { readonly rule: NewRule | undefined }) {
  const { ruleFlyout } = useServices();
  const [isOpen, setOpen] = useState(false);
  if (!ruleFlyout || !rule) return null;
  return (
    <EuiFlyoutFooter>
      <EuiFlexGroup justifyContent="flexEnd" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty iconType="bell" onClick={() => setOpen(true)}>
            {translate('logAi.rules.create', { defaultMessage: 'Create alert rule' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
      {isOpen && ruleFlyout({ rule, onClose: () => setOpen(false) })}
    </EuiFlyoutFooter>
  );
}
