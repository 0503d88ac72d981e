import { EuiButtonEmpty, EuiContextMenuItem, EuiContextMenuPanel, EuiPopover } from '@elastic/eui';
import { useState } from 'react';
import type { Template } from '../../../common/api.ts';
import type { SeverityLabel } from '../../../common/levels.ts';
import { translate } from '../../kibana/i18n.ts';
import { SEVERITIES, severityName } from '../../severity/severity_name.ts';
import { useSeverityEdit } from './use_severity_edit.ts';

/** Where a person says how severe the lines of a template are, or takes that back. */
export function SeverityChoice({ template }: { readonly template: Template }) {
  const [isOpen, setOpen] = useState(false);
  const edit = useSeverityEdit(template.id);
  const said = template.severity?.decided_by === 'feedback' ? template.severity.label : undefined;
  const choose = (severity: SeverityLabel | undefined) => {
    setOpen(false);
    edit.mutate(severity);
  };
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      panelPaddingSize="none"
      button={
        <EuiButtonEmpty
          size="xs"
          flush="left"
          iconType="arrowDown"
          iconSide="right"
          isLoading={edit.isLoading}
          onClick={() => setOpen(!isOpen)}
        >
          {translate('logAi.templates.severity.set', { defaultMessage: 'Set severity' })}
        </EuiButtonEmpty>
      }
    >
      <EuiContextMenuPanel
        size="s"
        items={[
          ...SEVERITIES.map((severity) => (
            <EuiContextMenuItem
              key={severity}
              icon={severity === said ? 'check' : 'empty'}
              onClick={() => choose(severity)}
            >
              {severityName(severity)}
            </EuiContextMenuItem>
          )),
          ...(said === undefined
            ? []
            : [
                <EuiContextMenuItem key="back" icon="editorUndo" onClick={() => choose(undefined)}>
                  {translate('logAi.templates.severity.takeBack', {
                    defaultMessage: 'By level and meaning again',
                  })}
                </EuiContextMenuItem>,
              ]),
        ]}
      />
    </EuiPopover>
  );
}
