import { isContinuation, isGoFrame } from './continuation.ts';

/** What a line is to the one above it; undefined where only its form does not tell. */
export type Standing = 'goes_on' | 'begins' | undefined;

/** Lines that belong together by the grammar of what prints them. */
interface Block {
  readonly opens: RegExp;
  /** Printed by itself, not below the line that logs it. */
  readonly begins?: true;
  /** What opens it goes on with it, where it is open. */
  readonly chain?: true;
  /** What may stand in the first column within it, besides what {@link isContinuation} knows by itself. */
  readonly goesOn: RegExp | ((line: string) => boolean);
  /** Only the line right behind the opening one. */
  readonly once?: true;
}

/** An exception begins with its class; more of a line is not looked at, so the expressions have little to read. */
const HEAD_LENGTH = 256;
/** A class with its package, as Java and .NET print an exception below the line that logs it. */
const EXCEPTION = /^(?:[A-Za-z_$][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable)(?::|$)/;
const NEVER = /(?!)/;
/** Everything; the block ends at what begins a block of its own or has a header. */
const ALL = /^/;

/** A frame of Go: a function with its arguments, as zap prints it the name alone, or a register of the dump. */
const goFrame = (line: string) =>
  isGoFrame(line, true) ||
  /^(?:[\w.@~%/-]+\.[\w.()*[\]{}·-]+$|r\w+ +0x|[cfg]s +0x|PC=|\.\.\.additional frames)/.test(line);

/** Tried in order. */
const BLOCKS = {
  /** The class of the exception and mostly a text end a traceback. */
  python: {
    opens: /Traceback \(most recent call last\)|^ *\+ Exception Group Traceback/,
    // Not what `logging` prints next where no layout is set: ERROR:name:message
    goesOn: /^(?!(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):)[A-Za-z_][\w.]*(?::|$)/,
  },
  /** Ruby, uncaught; its causes follow. */
  ruby: { opens: /^\S+\.(?:rb|erb|rake|ru):\d+:in [`'][^`']*': /, begins: true, chain: true, goesOn: NEVER },
  /** What Node warns of. */
  node_warning: { opens: /^\(node:\d+\) /, begins: true, goesOn: /^\(Use `node --trace/ },
  panic: { opens: /^(?:panic: |fatal error: |SIG[A-Z]+: )/, begins: true, goesOn: goFrame },
  goroutine: { opens: /^(?:goroutine \d|\t\S+\.go:\d+(?: \+0x|$))/, goesOn: goFrame },
  /** The message stands below. */
  rust: { opens: /^thread '.*' (?:\(\d+\) )?panicked at .*:$/, begins: true, goesOn: ALL, once: true },
  old_rust: { opens: /^thread '.*' panicked at /, begins: true, goesOn: NEVER },
  java: { opens: /^Exception in thread "/, begins: true, goesOn: NEVER },
  dotnet: { opens: /^Unhandled exception[.:]/, begins: true, goesOn: NEVER },
  /** What AWS Lambda prints around a call. */
  lambda: { opens: /^(?:INIT_START|START|END|REPORT) (?:RequestId|Runtime)/, begins: true, goesOn: NEVER },
  php: { opens: /^(?:PHP )?(?:Fatal|Parse) error: /, begins: true, goesOn: NEVER },
  /** Node, uncaught: where, the line of source, a mark below it, and the error. */
  source: { opens: /^(?:node:\S+|\S+\.[cm]?[jt]sx?):\d+$/, begins: true, goesOn: ALL, once: true },
  mark: { opens: /^[ \t]*[\^~]+[ \t]*$/, goesOn: /^(?:Uncaught )?[A-Z]?[A-Za-z]*(?:Error|Exception)\b/ },
  elixir: { opens: /^\*\* \((?:\w|stop|exit)/, goesOn: /^(?:Last message|State|Function|Args|Initial Call|Ancestors)\b/ },
  report: { opens: /^=[A-Z ]+ REPORT==== /, begins: true, goesOn: ALL },
  weblogic: { opens: /^####</, begins: true, goesOn: ALL },
  /** What journalctl says between lines. */
  journal: { opens: /^-- (?:Boot|Reboot|Logs|Journal|No entries)\b.*--$/, begins: true, goesOn: NEVER },
  slow: { opens: /^# (?:Time|User@Host): /, begins: true, goesOn: ALL },
  /** A server's first line, and those that tell what its columns are. */
  server: { opens: /^\S+, Version: .* started with:$/, begins: true, goesOn: /^(?:Tcp port: |Time\s+Id )/ },
  xml: { opens: /^<(?:\?xml|!DOCTYPE|[\w-]+:Envelope)\b/, goesOn: /^<[/?!A-Za-z]|>\s*$/ },
  statement: {
    opens: /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE|MERGE INTO|WITH)\b/,
    goesOn:
      /^(?:SELECT|FROM|WHERE|AND|OR|SET|VALUES|ON|USING|(?:LEFT |RIGHT |INNER |OUTER |FULL |CROSS )*JOIN|GROUP BY|ORDER BY|HAVING|LIMIT|OFFSET|UNION|RETURNING|WHEN|END)\b/,
  },
} satisfies Record<string, Block>; // prettier-ignore
type BlockName = keyof typeof BLOCKS;
const OPENERS = Object.entries(BLOCKS) as [BlockName, Block][];

/** Frames in the first column that nothing else looks like: PHP, Dart, debuggers, Ruby; and how Node ends a trace. */
const FRAME =
  /^(?:Next [\w\\]+(?:Exception|Error)\b|#\d+ +(?:\{main\}|\[internal function\]|\S+\(\d+\): |0x|\S+ +\((?:file|package|dart):)|PHP +\d+\. |Node\.js v\d+\.\d+\.\d+$|(?:from )?\S+\.(?:rb|erb|rake|ru):\d+:in [`'])/;

/** What is printed below the line that logs it and may as well stand alone. */
const BELOW_EVENT = [EXCEPTION, BLOCKS.xml.opens, BLOCKS.elixir.opens];

/**
 * Tells which lines of a text go on with the event above by the grammar of what prints them, as far as the line and those
 * above it say. Whether a line has a header is not its to know.
 *
 * @example
 * const follower = new ContinuationFollower();
 * ['Traceback (most recent call last):', '  File "a.py", line 1', 'ValueError: 5'].map((line) => follower.take(line));
 * // ['goes_on', 'goes_on', 'goes_on']
 */
export class ContinuationFollower {
  /** What the lines above make; `exception` behind a class. */
  #block: BlockName | 'event' | 'exception' | undefined;
  /** Of the block, so far. */
  #lines = 0;

  /** To be asked for every line that is not blank and has no header, in order. */
  take(line: string): Standing {
    const head = line.slice(0, HEAD_LENGTH);
    const standing = this.#standingOf(line, head);
    const block = this.#blockAfter(head, standing);
    if (block === undefined) this.#lines += 1;
    else this.#open(block);
    return standing;
  }

  /** A line with a header: what is above it has ended. */
  begin(line: string): void {
    this.#open(this.#blockAfter(line.slice(0, HEAD_LENGTH), 'begins') ?? 'event');
  }

  #open(block: BlockName | 'event' | 'exception'): void {
    this.#block = block;
    this.#lines = 1;
  }

  #standingOf(line: string, head: string): Standing {
    const isUncaught = BLOCKS.ruby.opens.test(head);
    if (isContinuation(line) || (FRAME.test(head) && !isUncaught)) return 'goes_on';
    const begins = OPENERS.find(([, block]) => block.begins && block.opens.test(head));
    if (begins) {
      const [name, block]: [BlockName, Block] = begins;
      const isChained = block.chain === true && this.#block === name;
      return isChained || (name === 'slow' && this.#isSlowHead(head)) ? 'goes_on' : 'begins';
    }
    if (this.#goesOnInBlock(line, head)) return 'goes_on';
    const isBelowEvent = this.#block === 'event' || this.#block === 'statement';
    if (isBelowEvent && BELOW_EVENT.some((below) => below.test(head))) return 'goes_on';
    return undefined;
  }

  /** One record of MySQL's slow log begins with its time, where the second before was another, or with its user. */
  #isSlowHead(head: string): boolean {
    return this.#block === 'slow' && head.startsWith('# User@Host: ') && this.#lines === 1;
  }

  #goesOnInBlock(line: string, head: string): boolean {
    const name = this.#block;
    if (name === undefined || name === 'event' || name === 'exception') return false;
    const { goesOn, once }: Block = BLOCKS[name];
    if (once && this.#lines > 1) return false;
    return typeof goesOn === 'function' ? goesOn(line) : goesOn.test(head);
  }

  #isRecord(): boolean {
    const name = this.#block;
    if (name === undefined || name === 'event' || name === 'exception') return false;
    const { goesOn, once }: Block = BLOCKS[name];
    return goesOn === ALL && !once;
  }

  #blockAfter(head: string, standing: Standing): BlockName | 'event' | 'exception' | undefined {
    // All that stands in a record is of it.
    if (standing === 'goes_on' && this.#isRecord()) return undefined;
    const opened = OPENERS.find(
      ([, { opens, begins }]) => opens.test(head) && !(begins && standing === 'goes_on'),
    );
    // A clause of a statement, or of a dump, opens nothing.
    if (opened && !(opened[0] === 'statement' && standing === 'goes_on')) return opened[0];
    // One exception a line may be all that a log consists of: they are no trace of each other.
    if (EXCEPTION.test(head)) return 'exception';
    if (standing !== 'goes_on') return 'event';
    const hasEnded = !isContinuation(head) && (this.#block === 'python' || this.#block === 'mark');
    return hasEnded ? 'exception' : undefined;
  }
}
