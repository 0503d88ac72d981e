import { EuiButton, EuiCode } from '@elastic/eui';
import { Nothing } from '../states/nothing.tsx';
import { ViewLink } from '../url/view_link.tsx';

/** No template was learned yet. */
export function NoTemplates() {
  return (
    <Nothing title="No templates yet" iconType="indexMapping">
      Log AI learns them from the lines that shippers write into Elasticsearch. Run{' '}
      <EuiCode>npx log-ai setup</EuiCode> once, let logs come in, and within a minute or two the first ones
      are here. <ViewLink view="status">Status</ViewLink> shows whether lines arrive.
    </Nothing>
  );
}

/** There are templates, but none that is asked for. */
export function NoMatch({ clear }: { readonly clear: () => void }) {
  return (
    <Nothing
      title="No template matches"
      actions={
        <EuiButton size="s" onClick={clear}>
          Clear the search
        </EuiButton>
      }
    >
      Each word that is searched must stand in the template, if only as a part of another. What varies from
      line to line, such as a user or a time, is a parameter and no word of the template.
    </Nothing>
  );
}
