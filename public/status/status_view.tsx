export function StatusView() {
  return <p>Status</p>;
}
