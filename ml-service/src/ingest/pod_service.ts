/** A ReplicaSet's hash, which a word is not as it holds a digit, and five letters or digits drawn for the pod. */
const DEPLOYMENT_SUFFIX = /-(?=[a-z]*\d)[a-z0-9]{8,10}-[a-z0-9]{5}$/;
const STATEFUL_SET_SUFFIX = /-\d{1,5}$/;

/**
 * The service that a pod belongs to: its name without what Kubernetes appends for a Deployment (`-<hash>-<suffix>`) or a
 * StatefulSet (`-<ordinal>`).
 *
 * @example
 * serviceOfPod('checkout-64469b5b48-25zj6') // 'checkout'
 * serviceOfPod('kafka-2') // 'kafka'
 */
export function serviceNameOfPod(pod: string): string {
  const service = pod.replace(DEPLOYMENT_SUFFIX, '');
  return service === pod ? pod.replace(STATEFUL_SET_SUFFIX, '') : service;
}
