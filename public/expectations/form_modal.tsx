import {
  EuiButton,
  EuiButtonEmpty,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import type { ReactNode } from 'react';
import { translate } from '../kibana/i18n.ts';

/** A form over the page, with its title and what saves it. */
export function FormModal({
  title,
  isValid,
  isSaving,
  onSave,
  onClose,
  children,
}: {
  readonly title: string;
  readonly isValid: boolean;
  readonly isSaving: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const titleId = useGeneratedHtmlId();
  return (
    // EUI 90 says of a modal neither.
    <EuiModal onClose={onClose} role="dialog" aria-modal aria-labelledby={titleId} css={{ width: 460 }}>
      <EuiModalHeader>
        <EuiModalHeaderTitle id={titleId}>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>{children}</EuiModalBody>
      <EuiModalFooter>
        <EuiButtonEmpty onClick={onClose}>
          {translate('logAi.expectations.cancel', { defaultMessage: 'Cancel' })}
        </EuiButtonEmpty>
        <EuiButton fill isDisabled={!isValid} isLoading={isSaving} onClick={onSave}>
          {translate('logAi.expectations.save', { defaultMessage: 'Save' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
