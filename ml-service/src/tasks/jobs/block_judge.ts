import { CountHistory } from '../../detect/counts/count_history.ts';
import type { Detector } from '../../detect/detector.ts';
import { runDetectors, type RunState } from '../../detect/run_detectors.ts';
import type { LogStore } from '../../ports/logs.ts';
import type { RecordStore } from '../../ports/records.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { detectRange, type DetectSummary } from '../cycle/detect.ts';
import { type KnownTemplates, knownTemplatesOf } from './known_templates.ts';

/** What judging blocks takes. */
interface BlockJudgeOptions {
  readonly ports: {
    readonly logs: LogStore;
    readonly records: RecordStore;
    readonly templates: TemplateStore;
    readonly now: () => number;
  };
  readonly detectors: readonly Detector[];
  /** Minutes of counts that the detectors look back at. */
  readonly history_minutes: number;
  /** The longest block. */
  readonly block_minutes: number;
}

/**
 * Judges a range block by block, oldest first. Each block begins with the counts and the state that the one before left,
 * so that the blocks together say what the range in one piece would. What is held at once is a block and what detectors
 * look back at. The first block, be it of a range or after a kill, begins with what judging the time before it leaves.
 */
export class BlockJudge {
  private readonly options: BlockJudgeOptions;
  private readonly history: CountHistory;
  private state: RunState | undefined;

  constructor(options: BlockJudgeOptions) {
    this.options = options;
    this.history = new CountHistory({ span_minutes: 2 * options.history_minutes + options.block_minutes });
  }

  /** Judges the minutes [from, to), which are counted by now. */
  async judge({ from, to }: { from: number; to: number }): Promise<DetectSummary> {
    const { ports, detectors, history_minutes } = this.options;
    const catalog = knownTemplatesOf(await ports.templates.load());
    if (!this.state) {
      await this.remember(catalog, { from: from - 2 * history_minutes, to: from });
      const before = { detectors, counts: this.history, templates: catalog.known() };
      this.state = runDetectors({ ...before, from: from - history_minutes, to: from }).state;
    }
    // Of a long gap only what detectors look back at: minutes may be counted whose documents are gone.
    const looked_at = history_minutes + this.options.block_minutes;
    await this.remember(catalog, { from: Math.max(from, to - looked_at), to });
    const { state, ...summary } = await detectRange({
      ports,
      detectors,
      catalog,
      history: this.history,
      from,
      to,
      state: this.state,
    });
    this.state = state;
    return summary;
  }

  private async remember(catalog: KnownTemplates, { from, to }: { from: number; to: number }): Promise<void> {
    const rows = await this.options.ports.records.readCounts(from, to);
    const counts = rows.map((row) => ({ ...row, template_id: catalog.resolve(row.template_id) }));
    this.history.replace({ counts });
  }
}
