import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSelect } from '@elastic/eui';
import type { ReactNode } from 'react';
import { translate } from '../kibana/i18n.ts';
import { Nothing } from './nothing.tsx';

const clearText = () => translate('logAi.states.filters.clear', { defaultMessage: 'Clear filters' });

/**
 * Filters beside each other, and a way to take all of them away.
 *
 * @param children - `FilterField` or `FilterSelect` for each.
 */
export function FilterRow({
  isFiltered,
  onClear,
  children,
}: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  readonly children: ReactNode;
}) {
  return (
    <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
      {children}
      {isFiltered && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" iconType="cross" onClick={onClear}>
            {clearText()}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}

/** The place of a filter; widths in pixels. */
export function FilterField({
  least,
  most,
  children,
}: {
  readonly least: number;
  readonly most: number;
  readonly children: ReactNode;
}) {
  return <EuiFlexItem css={{ minWidth: least, maxWidth: most }}>{children}</EuiFlexItem>;
}

/** A filter of a few values. */
export function FilterSelect<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly value: T;
  readonly onChange: (value: string) => void;
}) {
  return (
    <EuiSelect
      compressed
      fullWidth
      aria-label={label}
      options={[...options]}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** In place of a list of which the filters let nothing through. */
export function FilteredOut({
  title,
  onClear,
  children,
}: {
  readonly title: string;
  readonly onClear: () => void;
  /** What else to do. */
  readonly children?: ReactNode;
}) {
  return (
    <Nothing
      title={title}
      iconType="filter"
      actions={
        <EuiButton size="s" onClick={onClear}>
          {clearText()}
        </EuiButton>
      }
    >
      {children}
    </Nothing>
  );
}
