import { EuiButton, EuiCode } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { translateNodes } from '../kibana/translate_nodes.tsx';
import { Nothing } from '../states/nothing.tsx';
import { ViewLink } from '../url/view_link.tsx';

/** No template was learned yet. */
export function NoTemplates() {
  return (
    <Nothing
      title={translate('logAi.templates.none.title', { defaultMessage: 'No templates yet' })}
      iconType="indexMapping"
    >
      {translateNodes('logAi.templates.none.hint', {
        defaultMessage:
          'Log AI learns templates from the logs in Elasticsearch. Run {command} once. The first templates appear a minute or two after logs arrive. Check in {status} whether logs arrive.',
        nodes: {
          command: <EuiCode>npx log-ai setup</EuiCode>,
          status: (
            <ViewLink view="status">
              {translate('logAi.app.views.status', { defaultMessage: 'Status' })}
            </ViewLink>
          ),
        },
      })}
    </Nothing>
  );
}

/** There are templates, but none that is asked for. */
export function NoMatch({ clear }: { readonly clear: () => void }) {
  return (
    <Nothing
      title={translate('logAi.templates.noMatch.title', { defaultMessage: 'No results found' })}
      actions={
        <EuiButton size="s" onClick={clear}>
          {translate('logAi.templates.noMatch.clear', { defaultMessage: 'Clear search' })}
        </EuiButton>
      }
    >
      {translate('logAi.templates.noMatch.hint', {
        defaultMessage:
          'A template must contain all words of the search. Values that vary from line to line, such as users or times, are parameters and not part of the template.',
      })}
    </Nothing>
  );
}
