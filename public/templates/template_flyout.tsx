export function TemplateFlyout({ id }: { readonly id: string; readonly onClose: () => void }) {
  return <p>{id}</p>;
}
