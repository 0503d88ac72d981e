export function AnomaliesView() {
  return <p>Anomalies</p>;
}
