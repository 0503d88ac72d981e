/** Checkpoints and detector state. */
export interface StateStore {
  read(id: string): Promise<unknown>;
  /** Behind a lease the write carries its epoch and is refused with `conflict` when another owner came. */
  write(id: string, value: unknown, lease?: Lease): Promise<void>;
  /** What is there of these, by id. */
  readAll(ids: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  /** Writes many; killed in between, some are written. As {@link write} behind a lease. */
  writeAll(values: ReadonlyMap<string, unknown>, lease?: Lease): Promise<void>;
  /**
   * Writes what `change` makes of what is there, and makes it anew when somebody else wrote in between. Undefined leaves
   * it as it is. Returns what is there then. Behind a lease as {@link StateStore.write}.
   */
  update(id: string, change: (value: unknown) => unknown, lease?: Lease): Promise<unknown>;
  /** Takes or renews the lease; undefined while another process holds it. */
  acquireLease(name: string, ttl_ms: number): Promise<Lease | undefined>;
  releaseLease(lease: Lease): Promise<void>;
}

/** The right to run a task, until `expires`. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly epoch: number;
  readonly expires: number;
}
