export function TemplatesView() {
  return <p>Templates</p>;
}
