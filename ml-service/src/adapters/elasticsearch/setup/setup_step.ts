/** One thing in the cluster and what is done with it. `skip` comes with a reason. */
export interface SetupStep {
  readonly kind: 'index_template' | 'index' | 'pipeline' | 'log_index';
  readonly name: string;
  readonly action: 'create' | 'update' | 'keep' | 'skip' | 'delete';
  readonly reason?: string;
}

/** A step that is looked at, and not yet done. */
export interface PlannedStep {
  readonly step: SetupStep;
  /** Absent where nothing is to be done. */
  readonly apply?: () => Promise<unknown>;
}

/** Does the steps in order, or with `dry_run` only tells them. */
export async function runSteps(
  planned: readonly PlannedStep[],
  options: { dry_run: boolean },
): Promise<readonly SetupStep[]> {
  if (!options.dry_run) for (const { apply } of planned) await apply?.();
  return planned.map(({ step }) => step);
}
