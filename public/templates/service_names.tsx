/** Services that are named before the rest is counted. */
const NAMED = 2;
const CLAMP = {
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: 3,
  overflow: 'hidden',
  overflowWrap: 'anywhere',
} as const;

/** The services of a template in a small place; all of them are in the tooltip. */
export function ServiceNames({ services }: { readonly services: readonly string[] }) {
  const more = services.length - NAMED;
  return (
    <span title={services.join('\n')} style={CLAMP}>
      {services.slice(0, NAMED).join(', ')}
      {more > 0 && ` +${more}`}
    </span>
  );
}
