import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import { takeUpCatalog } from '../edits/follow_edits.ts';
import { leaseOf, raiseDoneUntil, type Task } from '../run/task.ts';
import type { TaskOptions } from './cycle.ts';
import { startPublishing } from './publish.ts';
import { type RefineSummary, type TakenAnswer, uniteAgain } from './refine.ts';

/** The model has limits of its own: `refine.timeout_seconds` times `refine.max_templates`. */
const BUDGET_MS = 600_000;

/**
 * Asks a language model about a copy of the templates, which takes minutes and holds nobody up; what it found is then done to
 * the templates themselves, as learning does it, by the process that learns.
 */
export function refineTask(
  options: Pick<TaskOptions, 'ports' | 'createParser' | 'refiner' | 'lease_ttl_ms'> & {
    keeper: CatalogKeeper;
  },
): Task<RefineSummary | undefined> {
  const { ports, createParser, keeper, refiner, lease_ttl_ms } = options;
  const learning = () => ports.state.acquireLease(leaseOf('learn'), lease_ttl_ms);
  return {
    name: 'refine',
    budget_ms: BUDGET_MS,
    async run({ lease }) {
      if (!refiner || !(await learning())) return undefined;
      const begun = ports.now();
      const catalog = await takeUpCatalog({ ports, createParser });
      const taken: TakenAnswer[] = [];
      const summary = await refiner.run({
        catalog,
        state: ports.state,
        lease,
        onTaken: (answer) => taken.push(answer),
      });
      const learner = taken.length > 0 ? await learning() : undefined;
      if (learner) {
        await keeper.learn(learner, async (live) => {
          uniteAgain(live, taken);
          if (live.isUnpublished) await startPublishing({ ports, catalog: live, lease: learner });
        });
      }
      await raiseDoneUntil({ state: ports.state, task: 'refine', done_until: begun, lease });
      return summary;
    },
  };
}
