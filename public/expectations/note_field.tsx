import { EuiFieldText, EuiFormRow } from '@elastic/eui';
import { API_LIMITS } from '../../common/api/limits.ts';
import { translate } from '../kibana/i18n.ts';

/** Why something is expected. */
export function NoteField({
  note,
  onChange,
}: {
  readonly note: string;
  readonly onChange: (note: string) => void;
}) {
  return (
    <EuiFormRow fullWidth label={translate('logAi.expectations.note', { defaultMessage: 'Note (optional)' })}>
      <EuiFieldText
        compressed
        fullWidth
        maxLength={API_LIMITS.note}
        value={note}
        onChange={({ target }) => onChange(target.value)}
      />
    </EuiFormRow>
  );
}
