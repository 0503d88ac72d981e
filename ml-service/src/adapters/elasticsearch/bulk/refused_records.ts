import { LogAiError } from '../../../../../common/errors.ts';
import { type IndexKind, INDICES } from '../../../../../common/indices.ts';

/** @throws LogAiError `elasticsearch_failed` where records were refused: that must not pass for written. */
export function checkNoneRefused(kind: IndexKind, dead_letters: number): void {
  if (dead_letters === 0) return;
  const index = INDICES[kind].name;
  throw new LogAiError(
    'elasticsearch_failed',
    `${dead_letters} records for ${index} were refused: log-ai-dead-letters holds them with the reason.`,
    { details: { index, dead_letters } },
  );
}
