import { useEuiTheme } from '@elastic/eui';

/** Services that are named before the rest is counted. */
const NAMED = 2;

/** The services of a template in a small place; all of them are in the tooltip. */
export function ServiceNames({ services }: { readonly services: readonly string[] }) {
  const { euiTheme } = useEuiTheme();
  const more = services.length - NAMED;
  return (
    <span title={services.join('\n')} css={{ overflowWrap: 'anywhere' }}>
      {services.slice(0, NAMED).join(', ')}
      {more > 0 && <span css={{ color: euiTheme.colors.subduedText }}> +{more}</span>}
    </span>
  );
}
