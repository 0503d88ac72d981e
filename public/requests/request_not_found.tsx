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
            It was looked for, letter for letter, in <EuiCode>http.request.id</EuiCode>,{' '}
            <EuiCode>trace.id</EuiCode> and the ids found in lines. The lines of an old request may be deleted
            by the retention of your logs.
          </p>
        </>
      }
    />
  );
}
