import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import { raiseDoneUntil, readDoneUntil, type Task } from '../run/task.ts';
import type { TaskPorts, TaskSettings } from './cycle.ts';
import type { TemplateClassifier } from '../severity/template_classifier.ts';
import { type LearnSummary, learnUnknown } from './learn.ts';

/** A run ends after so long: what it learned can be counted, and who keeps book gets at the templates. */
const BUDGET_MS = 20_000;

/** Learns what the pipeline did not know. Done until: documents that were indexed before have their labels. */
export function learnTask(
  options: Pick<TaskSettings, 'page_size' | 'request_id_fields' | 'visibility'> & {
    severity?: TemplateClassifier;
    ports: TaskPorts;
    keeper: CatalogKeeper;
  },
): Task<LearnSummary> {
  const { ports, keeper, page_size, request_id_fields, visibility, severity } = options;
  return {
    name: 'learn',
    budget_ms: BUDGET_MS,
    async run({ lease, until }) {
      const { settle_ms } = await visibility();
      const settled = ports.now() - settle_ms;
      // Later than what was ever said to be done, so that nobody misses it; earlier than what is said then, so that who
      // counts it after that need not count it once more.
      const moment = Math.max(settled - 1, (await readDoneUntil(ports.state, 'learn')) ?? 0);
      const learned = await keeper.learn(lease, (catalog) =>
        learnUnknown({
          ports,
          catalog,
          page_size,
          request_id_fields,
          ...(severity && { severity }),
          lease,
          moment,
          until,
        }),
      );
      const done_until = Math.min(settled, learned.left_from ?? settled);
      await raiseDoneUntil({ state: ports.state, task: 'learn', done_until, lease });
      return learned;
    },
  };
}
