import { LogAiError, messageOf } from '../../../../../common/errors.ts';
import { type LearnedState, nothingLearned, type StateChange } from '../../../parse/state/learned_state.ts';
import { beginsSealed } from '../../../parse/state/sealed_line.ts';
import {
  FORMAT,
  type Journal,
  journalLine,
  newerFormatOf,
  readJournal,
  readSnapshot,
  replayJournal,
  type Snapshot,
  snapshotLines,
} from '../../../parse/state/state_records.ts';
import type { StateDisk } from './state_disk.ts';
import { systemCodeOf } from '../system_error.ts';

/** What a state file has to say while it is opened. */
export interface StateFileOptions {
  readonly path: string;
  readonly disk: StateDisk;
  /** Milliseconds since the epoch: what is damaged is set aside under this time. */
  readonly now: () => number;
  /** Gets what was damaged, and what became of it. */
  readonly onProblem: (problem: LogAiError) => void;
  /** Gets a sentence about what is as it should be after a kill. */
  readonly onHint: (hint: string) => void;
}

/** A journal of that many bytes gives way to a snapshot, unless the snapshot is larger itself. */
const MIN_JOURNAL_BYTES = 1 << 20;

const NO_JOURNAL: Journal = { entries: [], damaged: 0, whole_bytes: 0 };

/**
 * What was learned, in files that a kill at any moment leaves readable and complete:
 *
 * - PATH: a snapshot. It is written beside, read again, and put in its place at once.
 * - PATH.journal: what changed since, a line at a time.
 * - PATH.previous and PATH.previous.journal: the snapshot before, and how the present one came out of it.
 *
 * Snapshots and lines carry a generation: a line that is in a snapshot already is of an earlier one. The journal holds
 * all that the snapshot does not, and both journals all that the previous snapshot does not.
 */
export class StateFile {
  private readonly options: StateFileOptions;
  private generation: number;
  private snapshot_bytes: number;
  private journal_bytes: number;

  private constructor(
    options: StateFileOptions,
    sizes: { generation: number; snapshot_bytes: number; journal_bytes: number },
  ) {
    this.options = options;
    this.generation = sizes.generation;
    this.snapshot_bytes = sizes.snapshot_bytes;
    this.journal_bytes = sizes.journal_bytes;
  }

  /**
   * Reads what is there, and makes good what a kill or a damage left.
   *
   * @throws LogAiError `input_unreadable`, `output_unwritable`.
   */
  static async open(options: StateFileOptions): Promise<{ file: StateFile; state: LearnedState }> {
    const { path } = options;
    return told(path, async () => {
      const found = await findSnapshot(options);
      const journal = await readJournalAt(`${path}.journal`, options);
      const isCurrent = found.from === path;
      const before = isCurrent ? NO_JOURNAL : await readJournalAt(`${path}.previous.journal`, options);
      const entries = [...before.entries, ...journal.entries];
      replayJournal(found, entries);
      const sizes = {
        generation: entries.reduce((last, { generation }) => Math.max(last, generation), found.generation),
        snapshot_bytes: found.bytes,
        journal_bytes: journal.whole_bytes,
      };
      const file = new StateFile(options, sizes);
      const damaged_changes = before.damaged + journal.damaged;
      const isDamaged = found.damaged.length > 0 || damaged_changes > 0;
      const isOlder = !isCurrent && (found.from !== undefined || before.entries.length > 0);
      if (isDamaged || isOlder) await file.rebuild(found.state, damaged_changes > 0);
      if (isDamaged) reportDamage(options, { ...found, entries, damaged_changes });
      else if (isOlder) options.onHint(`There is no ${path}: it was rebuilt from the snapshot before it.`);
      return { file, state: found.state };
    });
  }

  /** Whether changes came since the last snapshot. */
  get hasJournal(): boolean {
    return this.journal_bytes > 0;
  }

  /** Whether it is time for a snapshot. */
  get isJournalLong(): boolean {
    return this.journal_bytes > Math.max(MIN_JOURNAL_BYTES, this.snapshot_bytes);
  }

  /**
   * Notes changes, all of them or, killed, none.
   *
   * @param options.sync - Return only when no power cut can take them back.
   */
  async append(changes: readonly StateChange[], options: { readonly sync: boolean }): Promise<void> {
    const { path, disk } = this.options;
    const line =
      changes.length === 0 ? '' : journalLine({ generation: this.generation, changes: [...changes] });
    await told(path, () => disk.append(`${path}.journal`, line, options));
    this.journal_bytes += Buffer.byteLength(line);
  }

  /** Writes all that was learned, and begins the journal anew. */
  async rotate(state: LearnedState): Promise<void> {
    const { path, disk } = this.options;
    await told(path, async () => {
      await this.writeNew(state);
      if ((await disk.read(path)) !== undefined) await disk.rename(path, `${path}.previous`);
      await disk.rename(`${path}.new`, path);
      // There is none where the first change could not be written.
      const journal = `${path}.journal`;
      if ((await disk.read(journal)) !== undefined) await disk.rename(journal, `${path}.previous.journal`);
      this.journal_bytes = 0;
    });
  }

  /** A snapshot of what was rebuilt. What it was rebuilt from stays, as far as it is good. */
  private async rebuild(state: LearnedState, isJournalDamaged: boolean): Promise<void> {
    const { path, disk, now } = this.options;
    await this.writeNew(state);
    await disk.rename(`${path}.new`, path);
    if (!isJournalDamaged) return;
    // With a line missing nothing can be rebuilt from these a second time.
    for (const name of [`${path}.journal`, `${path}.previous.journal`]) {
      if ((await disk.read(name)) !== undefined) await disk.rename(name, asideOf(name, now()));
    }
    await disk.remove(`${path}.previous`);
    this.journal_bytes = 0;
  }

  private async writeNew(state: LearnedState): Promise<void> {
    const { path, disk } = this.options;
    const generation = this.generation + 1;
    await disk.write(`${path}.new`, snapshotLines({ generation, state }));
    const written = await disk.read(`${path}.new`);
    if (written === undefined || readSnapshot(written)?.generation !== generation) {
      throw new LogAiError(
        'output_unwritable',
        `What was written to ${path}.new is not what is read from it: check the disk. Nothing is lost, ${path} and ${path}.journal are as they were.`,
        { details: { path } },
      );
    }
    this.generation = generation;
    this.snapshot_bytes = written.length;
  }
}

interface FoundSnapshot extends Snapshot {
  /** The file; absent where there is none that can be read. */
  readonly from?: string;
  readonly bytes: number;
  /** Files that could not be read, where they are now. */
  readonly damaged: readonly string[];
}

/** The latest snapshot that can be read. What cannot is set aside; what a kill left half done is finished. */
async function findSnapshot({ path, disk, now }: StateFileOptions): Promise<FoundSnapshot> {
  const damaged: string[] = [];
  const read = async (name: string) => {
    const bytes = await disk.read(name);
    if (bytes) refuseNewer(name, bytes);
    return (
      bytes && { bytes: bytes.length, snapshot: readSnapshot(bytes), begins_sealed: beginsSealed(bytes) }
    );
  };
  const setAside = async (name: string) => {
    const aside = asideOf(name, now());
    await disk.rename(name, aside);
    damaged.push(aside);
  };
  const current = await read(path);
  if (current?.snapshot) {
    await disk.remove(`${path}.new`);
    return { ...current.snapshot, from: path, bytes: current.bytes, damaged };
  }
  // All is looked at before anything is touched.
  const next = await read(`${path}.new`);
  const previous = await read(`${path}.previous`);
  const isState = [current, next, previous].some((found) => found?.begins_sealed);
  if (current && current.bytes > 0 && !isState) await refuseForeign(path, disk);
  if (current) await setAside(path);
  if (next?.snapshot) {
    await disk.rename(`${path}.new`, path);
    return { ...next.snapshot, from: path, bytes: next.bytes, damaged };
  }
  // Half of one: the process ended while it wrote.
  await disk.remove(`${path}.new`);
  if (previous?.snapshot) {
    return { ...previous.snapshot, from: `${path}.previous`, bytes: previous.bytes, damaged };
  }
  if (previous) await setAside(`${path}.previous`);
  return { generation: 0, state: nothingLearned(), bytes: 0, damaged };
}

/** What a newer Log AI wrote is no damage. */
function refuseNewer(name: string, bytes: Uint8Array): void {
  const format = newerFormatOf(bytes);
  if (format === undefined) return;
  throw new LogAiError(
    'input_unreadable',
    `The state ${name} was written by a newer version of Log AI (format ${format}, this one knows ${FORMAT}) and is left as it is: update Log AI on this machine, or name another file.`,
    { details: { path: name, format } },
  );
}

/** A log that is named by mistake is no damaged state: nothing that a state has beside it is there. */
async function refuseForeign(path: string, disk: StateDisk): Promise<void> {
  for (const name of [`${path}.journal`, `${path}.previous.journal`]) {
    const bytes = await disk.read(name);
    if (bytes && beginsSealed(bytes)) return;
  }
  throw new LogAiError(
    'output_unwritable',
    `${path} is something else than a state of Log AI and is left as it is: name another file as the state, such as ${path}.state.`,
    { details: { path } },
  );
}

/** Cuts off what was being written when a process ended, so that the next line begins a line. */
async function readJournalAt(name: string, { disk, onHint }: StateFileOptions): Promise<Journal> {
  const bytes = await disk.read(name);
  if (bytes === undefined) return NO_JOURNAL;
  const journal = readJournal(bytes);
  if (journal.whole_bytes < bytes.length) {
    await disk.truncate(name, journal.whole_bytes);
    onHint(
      `1 change at the end of ${name} was not written to its end when a process was killed, and is dropped: what it was learned from is learned again.`,
    );
  }
  return journal;
}

function reportDamage(
  { path, onProblem }: StateFileOptions,
  found: FoundSnapshot & { entries: Journal['entries']; damaged_changes: number },
): void {
  const { damaged, damaged_changes, entries, from } = found;
  const isComplete =
    damaged_changes === 0 && (from !== undefined || entries.some(({ generation }) => generation === 0));
  const what =
    damaged.length > 0
      ? `The state ${path} is damaged and was set aside as ${damaged.join(' and ')}.`
      : `${damaged_changes} changes in the journal of ${path} are damaged; it was set aside.`;
  const outcome = isComplete
    ? 'It was rebuilt from the snapshot before and the journal: no template is lost. Check the disk, then delete what was set aside.'
    : `It was rebuilt from what can be read, ${found.state.templates.size} templates; others are learned again and may get other ids. Check the disk, or put a copy of your own back.`;
  onProblem(new LogAiError('state_corrupt', `${what} ${outcome}`, { details: { path, damaged } }));
}

/** Where a damaged file goes; a colon is no part of a file's name everywhere. */
function asideOf(name: string, now: number): string {
  return `${name}.corrupt-${new Date(now).toISOString().replaceAll(':', '-')}`;
}

async function told<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof LogAiError || systemCodeOf(cause) === undefined) throw cause;
    throw new LogAiError(
      'output_unwritable',
      `The state ${path} cannot be kept: ${messageOf(cause)}. Make room, check the permission, or name another file.`,
      { cause, details: { path } },
    );
  }
}
