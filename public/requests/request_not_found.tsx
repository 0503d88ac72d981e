import { EuiCode, EuiEmptyPrompt } from '@elastic/eui';
import { excerptOf } from '../../common/excerpt.ts';
import { translate } from '../kibana/i18n.ts';
import { translateNodes } from '../kibana/translate_nodes.tsx';

/** Says where an id was looked for, so that one knows what to try next. */
export function RequestNotFound({ id }: { readonly id: string }) {
  return (
    <EuiEmptyPrompt
      iconType="search"
      titleSize="s"
      title={
        <h2>
          {translate('logAi.requests.notFound.title', {
            defaultMessage: 'No lines found for this request ID',
          })}
        </h2>
      }
      body={
        <>
          <p css={{ overflowWrap: 'anywhere' }}>
            <EuiCode>{excerptOf(id)}</EuiCode>
          </p>
          <p>
            {translateNodes('logAi.requests.notFound.hint', {
              defaultMessage:
                'The ID must match exactly. Log AI searched in {request_id}, {trace_id}, and the IDs found in lines. Lines of old requests might have been deleted by the retention of your logs.',
              nodes: {
                request_id: <EuiCode>http.request.id</EuiCode>,
                trace_id: <EuiCode>trace.id</EuiCode>,
              },
            })}
          </p>
        </>
      }
    />
  );
}
