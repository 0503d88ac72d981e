import type { Anomaly } from '../../common/api.ts';
import { HereLink } from '../url/here_link.tsx';

/** What is abnormal, in a table's cell. It opens the anomaly over the view that is there. */
export function Reason({ anomaly: { event } }: { readonly anomaly: Anomaly }) {
  return (
    <HereLink title={event.reason} patch={{ anomaly: event.id, template: undefined }}>
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
    </HereLink>
  );
}
