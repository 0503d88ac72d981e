export function AnomalyFlyout({ id }: { readonly id: string; readonly onClose: () => void }) {
  return <p>{id}</p>;
}
