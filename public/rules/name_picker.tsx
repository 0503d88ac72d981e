import { EuiComboBox, EuiFormRow } from '@elastic/eui';

/** A list of names, empty for any. A name that is not offered can be typed where it may be one. */
export function NamePicker<Name extends string>({
  label,
  help,
  placeholder,
  offered,
  chosen,
  errors = [],
  isOpen = false,
  isSingle = false,
  labelOf = (name) => name,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  /** What an empty list means. */
  readonly placeholder: string;
  readonly offered: readonly Name[];
  readonly chosen: readonly Name[];
  readonly errors?: readonly string[] | undefined;
  /** Whether there may be names that are not offered. */
  readonly isOpen?: boolean;
  /** Whether one name is all there is to choose. */
  readonly isSingle?: boolean;
  readonly labelOf?: (name: Name) => string;
  readonly onChange: (names: Name[]) => void;
}) {
  const optionOf = (value: Name) => ({ value, label: labelOf(value) });
  return (
    <EuiFormRow fullWidth label={label} helpText={help} isInvalid={errors.length > 0} error={[...errors]}>
      <EuiComboBox
        compressed
        fullWidth
        aria-label={label}
        placeholder={placeholder}
        isInvalid={errors.length > 0}
        singleSelection={isSingle && { asPlainText: true }}
        options={offered.map(optionOf)}
        selectedOptions={chosen.map(optionOf)}
        onChange={(options) => onChange(options.flatMap(({ value }) => value ?? []))}
        {...(isOpen && {
          onCreateOption: (typed: string) => {
            const name = typed.trim() as Name;
            if (name !== '' && !chosen.includes(name)) onChange([...chosen, name]);
          },
        })}
      />
    </EuiFormRow>
  );
}
