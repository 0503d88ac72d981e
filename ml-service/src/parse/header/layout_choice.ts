import type { LayoutElement } from './layouts.ts';

/** Where a layout stands behind some tokens. */
export interface LayoutStep {
  readonly index: number;
  /** A repeated element was taken once: it may be left out now. */
  readonly repeated: boolean;
}

/** Before its first token. */
export const FIRST_STEP: LayoutStep = { index: 0, repeated: false };

/** Where a layout stands after a token of a rule: undefined where it cannot fit, `open` where it takes what it finds. */
export function stepOf(
  layout: readonly LayoutElement[],
  from: LayoutStep,
  rule: number,
): LayoutStep | 'open' | undefined {
  for (let index = from.index; index < layout.length; index += 1) {
    const { kind, rules, optional, repeated } = layout[index]!;
    if (kind === 'message' || kind === 'again') continue;
    if (kind !== 'token') return 'open';
    if (rules.includes(rule)) return repeated ? { index, repeated } : { index: index + 1, repeated: false };
    if (!optional && !(from.repeated && index === from.index)) return undefined;
  }
  return 'open';
}

/** Nodes beyond this are not made: lines that begin like no others would fill memory. */
const MAX_NODES = 4096;

/** The layouts that may fit a line that begins with some tokens. */
export class LayoutChoice {
  /** In the order in which they are tried. */
  readonly layouts: readonly number[];
  /** Another token tells nothing more. */
  readonly is_final: boolean;
  private readonly root: LayoutChoice;
  private readonly steps: readonly (LayoutStep | 'open')[];
  /** By 1 + the rule of the next token. */
  private readonly next: (LayoutChoice | undefined)[] = [];
  private readonly all: readonly (readonly LayoutElement[])[];
  private nodes = 1;
  /** What follows where no more nodes are made: all that are left here are tried. */
  private undecided: LayoutChoice | undefined;

  private constructor(
    all: readonly (readonly LayoutElement[])[],
    layouts: readonly number[],
    steps: readonly (LayoutStep | 'open')[],
    root?: LayoutChoice,
  ) {
    this.all = all;
    this.layouts = layouts;
    this.steps = steps;
    this.root = root ?? this;
    this.is_final = layouts.length < 2 || steps.every((step) => step === 'open');
  }

  /** Before the first token: all of them. */
  static of(layouts: readonly (readonly LayoutElement[])[]): LayoutChoice {
    return new LayoutChoice(
      layouts,
      layouts.map((_, index) => index),
      layouts.map(() => FIRST_STEP),
    );
  }

  /**
   * Those that may still fit behind a token of this rule, -1 where no token is known: a line tries the one or two that its
   * first tokens leave instead of all. It leaves out only what could not fit, so the first one that fits stays the same.
   */
  after(rule: number): LayoutChoice {
    const known = this.next[rule + 1];
    if (known) return known;
    if (this.root.nodes >= MAX_NODES) return (this.undecided ??= this.asFinal());
    const layouts: number[] = [];
    const steps: (LayoutStep | 'open')[] = [];
    this.layouts.forEach((index, place) => {
      const from = this.steps[place]!;
      const step = from === 'open' ? from : stepOf(this.all[index]!, from, rule);
      if (step === undefined) return;
      layouts.push(index);
      steps.push(step);
    });
    this.root.nodes += 1;
    return (this.next[rule + 1] = new LayoutChoice(this.all, layouts, steps, this.root));
  }

  private asFinal(): LayoutChoice {
    const open = this.layouts.map(() => 'open' as const);
    return new LayoutChoice(this.all, this.layouts, open, this.root);
  }
}
