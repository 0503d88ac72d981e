import { isContinuation, isGoFrame } from './continuation.ts';

/** What the lines above make likely. */
type State = 'event' | 'exception' | 'python' | 'go' | 'caret' | 'statement';

/** An exception begins with its class; more of a line is not looked at, so the expressions have little to read. */
const HEAD_LENGTH = 256;
/** A class with its package, as Java and .NET print an exception below the line that logs it. */
const EXCEPTION = /^(?:[A-Za-z_$][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable)(?::|$)/;
/** What ends a traceback of Python: a class, and mostly a text. */
const PYTHON_END = /^[A-Za-z_][\w.]*(?::|$)/;
const NODE_ERROR = /^(?:Uncaught )?[A-Z]?[A-Za-z]*(?:Error|Exception)\b/;
const STATEMENT = /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE|MERGE INTO|WITH)\b/;
const CLAUSE =
  /^(?:SELECT|FROM|WHERE|AND|OR|SET|VALUES|ON|USING|(?:LEFT |RIGHT |INNER |OUTER |FULL |CROSS )*JOIN|GROUP BY|ORDER BY|HAVING|LIMIT|OFFSET|UNION|RETURNING|WHEN|END)\b/;

/**
 * Tells which lines of a text go on with the event above, by the lines before. Besides what {@link isContinuation} knows of
 * a line alone: an exception below the line that logs it (Java, .NET), the last line of a traceback (Python), frames without
 * arguments (Go), the error below the marked source (Node), the clauses of an SQL statement.
 *
 * @example
 * const follower = new ContinuationFollower();
 * ['Traceback (most recent call last):', '  File "a.py", line 1', 'ValueError: 5'].map((line) => follower.follows(line));
 * // [true, true, true]
 */
export class ContinuationFollower {
  #state: State | undefined;

  /** Whether the line goes on with the event above. To be asked for every line that is not blank, in order. */
  follows(line: string): boolean {
    const head = line.slice(0, HEAD_LENGTH);
    const byItself = isContinuation(line);
    const follows = byItself || this.#followsAbove(line, head);
    this.#state = this.#stateAfter(head, { byItself, follows });
    return follows;
  }

  #followsAbove(line: string, head: string): boolean {
    switch (this.#state) {
      case 'event':
        return EXCEPTION.test(head);
      case 'python':
        return PYTHON_END.test(head);
      case 'go':
        return isGoFrame(line, true);
      case 'caret':
        return NODE_ERROR.test(head);
      case 'statement':
        return CLAUSE.test(head) || EXCEPTION.test(head);
      default:
        return false;
    }
  }

  #stateAfter(head: string, { byItself, follows }: { byItself: boolean; follows: boolean }): State {
    if (head.includes('Traceback (most recent call last)')) return 'python';
    if (head.startsWith('goroutine ') || head.startsWith('panic: ') || head.startsWith('fatal error: '))
      return 'go';
    if (/^[ \t]*[\^~]+[ \t]*$/.test(head)) return 'caret';
    if (byItself || (follows && (this.#state === 'go' || this.#state === 'statement'))) {
      return this.#state ?? 'exception';
    }
    // One exception a line may be all that a log consists of: they are no trace of each other.
    if (follows || EXCEPTION.test(head)) return 'exception';
    return STATEMENT.test(head) ? 'statement' : 'event';
  }
}
