import { awaitsGeneration, relabelAfterEdits, type RelabelSummary } from '../edits/follow_edits.ts';
import { readEdits } from '../edits/edit_journal.ts';
import { raiseDoneUntil, readDoneUntil, type Task } from '../run/task.ts';
import type { TaskPorts, TaskSettings } from './cycle.ts';
import { readMatcherState } from './publish.ts';

const BUDGET_MS = 20_000;
const MINUTE = 60_000;

/**
 * Has old documents follow the edits. Done until: as learning, as soon as no document of an edited template is left in the
 * minutes that detectors look back at. Before that they would judge one template under two names.
 */
export function relabelTask(
  options: Pick<TaskSettings, 'history_minutes'> & { ports: TaskPorts },
): Task<RelabelSummary> {
  const { ports, history_minutes } = options;
  return {
    name: 'relabel',
    budget_ms: BUDGET_MS,
    async run({ lease, until }) {
      const { state } = ports;
      const learned_until = await readDoneUntil(state, 'learn');
      const published = await readMatcherState(state);
      const { revision } = await readEdits(state);
      if (learned_until === undefined || !published) return { relabelled: 0, left: 0 };
      // Learning publishes the matcher that follows the edits first; one that is held follows none, and holds up nobody.
      const follows = published.published && published.edits === revision;
      const isBehind = !follows || (await awaitsGeneration(state, published.generation));
      if (isBehind && !published.held) return { relabelled: 0, left: 0 };
      const summary = await relabelAfterEdits({
        ports,
        generation: published.generation,
        until,
        mandatory_from: Math.floor(ports.now() / MINUTE) - history_minutes,
      });
      await raiseDoneUntil({ state, task: 'relabel', done_until: learned_until, lease });
      return summary;
    },
  };
}
