import { EuiFormRow, EuiRadioGroup, useGeneratedHtmlId } from '@elastic/eui';

/** One of a few. */
export function Choice<Option extends string>({
  label,
  help,
  options,
  textOf,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  readonly options: readonly Option[];
  readonly textOf: (option: Option) => string;
  readonly chosen: Option;
  readonly onChange: (option: Option) => void;
}) {
  const name = useGeneratedHtmlId();
  const idOf = (option: Option) => `${name}-${option}`;
  return (
    // A legend names the group: there is no one field that a label could be of.
    <EuiFormRow label={label} labelType="legend" helpText={help}>
      <EuiRadioGroup
        compressed
        name={name}
        options={options.map((option) => ({ id: idOf(option), label: textOf(option) }))}
        idSelected={idOf(chosen)}
        onChange={(id) => onChange(options.find((option) => idOf(option) === id)!)}
      />
    </EuiFormRow>
  );
}
