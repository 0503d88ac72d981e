import { EuiCode, EuiEmptyPrompt } from '@elastic/eui';

/** Says where an id was looked for, so that one knows what to try next. */
export function RequestNotFound({ id }: { readonly id: string }) {
  return (
    <EuiEmptyPrompt
      iconType="search"
      titleSize="s"
      title={<h2>No line carries this request id</h2>}
      body={
        <>
          <p css={{ overflowWrap: 'anywhere' }}>
            <EuiCode>{id}</EuiCode>
          </p>
          <p>
            Looked at are <EuiCode>http.request.id</EuiCode>, <EuiCode>trace.id</EuiCode> and an id found in
            the line, letter for letter. Lines of an older request may have left by the retention of the logs.
          </p>
        </>
      }
    />
  );
}
