import { EuiLink } from '@elastic/eui';
import type { Anomaly } from '../../common/api.ts';
import { useUrlState } from '../url/url_params.ts';

/** What is abnormal, in a table's cell. It opens the anomaly over the view that is there. */
export function Reason({ anomaly: { event } }: { readonly anomaly: Anomaly }) {
  const { set } = useUrlState();
  return (
    <EuiLink title={event.reason} css={{ textAlign: 'left' }} onClick={() => set({ anomaly: event.id })}>
      <span
        css={{
          display: '-webkit-box',
          WebkitBoxOrient: 'vertical',
          WebkitLineClamp: 2,
          overflow: 'hidden',
          overflowWrap: 'anywhere',
        }}
      >
        {event.reason}
      </span>
    </EuiLink>
  );
}
