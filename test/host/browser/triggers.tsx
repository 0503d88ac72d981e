import {
  EuiButton,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiFieldText,
  EuiFormRow,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { Suspense, useState } from 'react';
import { useKibana } from './kibana_react.tsx';
import type { AddRuleFlyoutProps, RuleParams, RuleTypeModel } from '../../../public/kibana/contract.ts';

/**
 * The plugin `triggersActionsUi` as far as it shows the form of a rule: the types, and the flyout in which a rule of one type is
 * made. Nothing is saved.
 */
export function createTriggers() {
  const models = new Map<string, RuleTypeModel>();
  return {
    setup: {
      ruleTypeRegistry: {
        register(model: RuleTypeModel): void {
          if (models.has(model.id)) throw new Error(`Object type "${model.id}" is already registered.`);
          models.set(model.id, model);
        },
      },
    },
    start: {
      getAddRuleFlyout: (props: AddRuleFlyoutProps) => {
        const model = models.get(props.ruleTypeId);
        if (!model) throw new Error(`Object type "${props.ruleTypeId}" is not registered.`);
        return <AddRuleFlyout model={model} {...props} />;
      },
    },
  };
}

function AddRuleFlyout({
  model,
  initialValues,
  onClose,
}: AddRuleFlyoutProps & { readonly model: RuleTypeModel }) {
  const { toasts } = useKibana().notifications;
  const [name, setName] = useState(initialValues.name);
  const [params, setParams] = useState<RuleParams>(initialValues.params);
  const { errors } = model.validate(params);
  const Form = model.ruleParamsExpression;
  return (
    <EuiFlyout onClose={onClose} aria-labelledby="flyoutRuleAddTitle" size="m" maxWidth={620}>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h3 id="flyoutRuleAddTitle">Create rule</h3>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <EuiFormRow fullWidth label="Name">
          <EuiFieldText fullWidth value={name} onChange={({ target }) => setName(target.value)} />
        </EuiFormRow>
        <EuiSpacer />
        <EuiText size="s" color="subdued" data-test-subj="ruleDescription">
          {model.description}
        </EuiText>
        <EuiSpacer />
        <Suspense fallback="Loading rule type params…">
          <Form
            ruleParams={params}
            errors={errors}
            setRuleParams={(key, value) => setParams((before) => ({ ...before, [key]: value }))}
          />
        </Suspense>
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiButton
          fill
          data-test-subj="saveRuleButton"
          isDisabled={Object.values(errors).some((one) => one.length > 0)}
          onClick={() => {
            toasts.addSuccess({ title: `Created rule "${name}"` });
            onClose();
          }}
        >
          Save
        </EuiButton>
      </EuiFlyoutFooter>
    </EuiFlyout>
  );
}
