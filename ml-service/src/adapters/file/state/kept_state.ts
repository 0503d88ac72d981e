import type { LogAiError } from '../../../../../common/errors.ts';
import type { LineParser } from '../../../parse/line_parser.ts';
import {
  type LearnedState,
  learnedStateOf,
  restoreState,
  StateChanges,
} from '../../../parse/state/learned_state.ts';
import { lockFile } from './file_lock.ts';
import { LOCAL_DISK } from './state_disk.ts';
import { StateFile } from './state_file.ts';

/**
 * What a parser learned, kept in a file from one run to the next: ids stay. One process has the file at a time.
 *
 * @example
 * const state = await openKeptState('app.state', { onProblem, onHint });
 * state.begin(parser);
 * parser.learn({ message: 'disk 7 failed' });
 * await state.keep({ sync: true }); // from here on no kill takes it back
 * await state.close();
 */
export interface KeptState {
  /** Has the parser learn on. */
  readonly begin: (parser: LineParser) => void;
  /**
   * Writes what was learned since the last time. Killed before it returns, all of that is there or nothing.
   *
   * @param options.sync - Return only when no power cut can take it back.
   */
  readonly keep: (options: { readonly sync: boolean }) => Promise<void>;
  /** Writes all in one piece, and lets other processes have the file. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a state, or begins one.
 *
 * @throws LogAiError `state_locked` while another process has it, `output_unwritable`.
 */
export async function openKeptState(
  path: string,
  { onProblem, onHint }: { onProblem: (problem: LogAiError) => void; onHint: (hint: string) => void },
): Promise<KeptState> {
  const unlock = await lockFile(path);
  try {
    const opened = await StateFile.open({ path, disk: LOCAL_DISK, now: Date.now, onProblem, onHint });
    return keptState(opened, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

function keptState(
  { file, state }: { file: StateFile; state: LearnedState },
  unlock: () => Promise<void>,
): KeptState {
  let learning: { parser: LineParser; changes: StateChanges } | undefined;
  let isUnsynced = false;
  /** What was not written then is not written by the next line either: all of it is by a snapshot, if at all. */
  let failure: unknown;
  const rotate = async () => learning && file.rotate(learnedStateOf(learning.parser));
  return {
    begin: (parser) => {
      restoreState(parser, state);
      learning = { parser, changes: new StateChanges(parser) };
    },
    keep: async ({ sync }) => {
      if (failure !== undefined) throw failure as Error;
      const changes = learning?.changes.next() ?? [];
      isUnsynced ||= changes.length > 0;
      if (changes.length === 0 && !(sync && isUnsynced)) return;
      try {
        await file.append(changes, { sync });
        if (sync) isUnsynced = false;
        if (file.isJournalLong) await rotate();
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    close: async () => {
      try {
        if (file.hasJournal || failure !== undefined) await rotate();
      } finally {
        await unlock();
      }
    },
  };
}
