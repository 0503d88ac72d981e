import type { Lease, StateStore } from '../../ports/state.ts';

/** Does work behind a lease and renews it meanwhile, three times in its life. */
export async function whileRenewing<T>(
  options: { readonly state: StateStore; readonly lease: Lease; readonly ttl_ms: number },
  work: () => Promise<T>,
): Promise<T> {
  const { state, lease, ttl_ms } = options;
  const renewal = setInterval(() => {
    // A renewal that fails shows itself at the next write behind the lease, which is refused.
    state.acquireLease(lease.name, ttl_ms).catch(() => undefined);
  }, ttl_ms / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
  }
}
