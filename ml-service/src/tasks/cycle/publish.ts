import { z } from 'zod';
import { LogAiError } from '../../../../common/errors.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import { inSlices } from '../../parse/in_slices.ts';
import type { MatcherPublisher } from '../../ports/matcher_publisher.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

export const MATCHER_STATE = 'matcher:published';
/** What ran before, packed. */
export const PREVIOUS_MATCHER = 'matcher:previous';

/** What is said of the generation that was put last. */
export const MatcherState = z.object({
  generation: z.int(),
  /** False while it is on its way. */
  published: z.boolean().default(true),
  /** The revision of the edits that it follows. */
  edits: z.int().default(0),
  /** Since somebody rolled back to an earlier matcher: nothing is published until they resume. */
  held: z.object({ runs: z.int(), since: z.string() }).optional(),
  /** Templates that left since the beginning because there were too many. */
  evicted: z.int().optional(),
});
export type MatcherState = z.infer<typeof MatcherState>;

export const PreviousMatcher = z.object({ runs: z.int(), content: z.string() });

/** What publishing needs of the world. */
export interface PublishPorts {
  readonly templates: TemplateStore;
  readonly state: StateStore;
  readonly publisher: MatcherPublisher;
  readonly now: () => number;
  /** Lets others have the processor, in the midst of long work. */
  readonly pause: () => Promise<void>;
}

/** Publishes generations of the matcher, one after the other. */
export interface Publishing {
  /** Of the matcher that was published last. */
  readonly generation: number;
  /** Publishes the next generation if templates or edits changed since. */
  publishChanges(): Promise<void>;
}

/** What the record says, or nothing where it says nothing that can be read. */
export async function readMatcherState(state: Pick<StateStore, 'read'>): Promise<MatcherState | undefined> {
  return MatcherState.safeParse(await state.read(MATCHER_STATE)).data;
}

/**
 * Takes up where the last process left. What it did not finish is published first of all, and so is what somebody
 * deleted or put back behind Log AI's back.
 */
export async function startPublishing(options: {
  ports: PublishPorts;
  catalog: TemplateCatalog;
  lease?: Lease | undefined;
}): Promise<Publishing> {
  const { ports, catalog, lease } = options;
  const { state, publisher } = ports;
  const matcher = await readMatcherState(state);
  const installed = await publisher.installed();
  const edits = catalog.edits.revision;
  // Of a state that was lost or restored, the cluster knows better: numbers only rise.
  let generation = Math.max(matcher?.generation ?? 0, installed?.generation ?? 0);
  const isHeld = matcher?.held !== undefined;
  const before = { evicted: matcher?.evicted ?? 0, here: catalog.evictions };
  const saying = (published: boolean): MatcherState => {
    const evicted = before.evicted + catalog.evictions - before.here;
    return { generation, published, edits, ...(evicted > 0 && { evicted }) };
  };
  const publish = async () => {
    generation += 1;
    // Killed from here on, the next run publishes: what it finds saved, it would take for published.
    await announce({ state, lease, matcher: saying(false) });
    await catalog.documents.save(ports.templates, ports.now());
    await keepPrevious(ports, lease);
    await publisher.publish(await inSlices(catalog.compileInSteps(generation), ports.pause));
    await announce({ state, lease, matcher: saying(true) });
  };
  if (isHeld) {
    if (installed?.generation !== matcher.generation || installed.runs !== matcher.held!.runs) {
      generation = await putBack({ ports, lease, matcher: { ...matcher, generation: generation + 1 } });
    }
  } else if (
    matcher?.published !== true ||
    matcher.edits !== edits ||
    catalog.isUnpublished ||
    installed?.generation !== matcher.generation ||
    installed.runs !== matcher.generation ||
    !installed.is_of_this_make
  ) {
    await publish();
  }
  return {
    get generation() {
      return generation;
    },
    publishChanges: async () => {
      if (!catalog.isUnpublished) return;
      if (isHeld) await catalog.documents.save(ports.templates, ports.now());
      else await publish();
    },
  };
}

/**
 * Says which generation is on its way, or has come.
 *
 * @throws LogAiError `conflict` when another process, or somebody who rolled back, announced a later one meanwhile.
 */
async function announce(options: {
  state: StateStore;
  lease: Lease | undefined;
  matcher: MatcherState;
}): Promise<void> {
  const { state, lease, matcher } = options;
  await state.update(
    MATCHER_STATE,
    (value) => {
      const there = MatcherState.safeParse(value).data;
      if (!there || there.generation <= matcher.generation) return matcher;
      throw new LogAiError(
        'conflict',
        `Generation ${there.generation} of the matcher was announced meanwhile: generation ${matcher.generation} is abandoned.`,
        { details: { there: there.generation, ours: matcher.generation } },
      );
    },
    lease,
  );
}

async function keepPrevious({ state, publisher }: PublishPorts, lease: Lease | undefined): Promise<void> {
  const packed = await publisher.pack();
  if (packed) await state.write(PREVIOUS_MATCHER, packed, lease);
}

/** Puts back the matcher that somebody rolled back to. */
async function putBack(options: {
  ports: PublishPorts;
  lease: Lease | undefined;
  matcher: MatcherState;
}): Promise<number> {
  const { ports, lease, matcher } = options;
  const previous = PreviousMatcher.parse(await ports.state.read(PREVIOUS_MATCHER));
  await announce({ state: ports.state, lease, matcher });
  await ports.publisher.restore(previous, matcher.generation);
  return matcher.generation;
}

/**
 * Publishes what is known for whoever sets up, who holds no lease: a cycle that comes in between publishes a later
 * generation, which stays.
 */
export async function publishForSetUp(options: {
  ports: Pick<PublishPorts, 'state' | 'publisher'>;
  catalog: TemplateCatalog;
}): Promise<void> {
  const { state, publisher } = options.ports;
  const { catalog } = options;
  const [matcher, installed] = [await readMatcherState(state), await publisher.installed()];
  // The next cycle puts back what somebody rolled back to.
  if (matcher?.held) return;
  if (!matcher && !installed) {
    await publisher.publish(catalog.compile(0));
    return;
  }
  const generation = 1 + Math.max(matcher?.generation ?? 0, installed?.generation ?? 0);
  const edits = catalog.edits.revision;
  const ours = { ...matcher, generation, edits };
  try {
    await announce({ state, lease: undefined, matcher: { ...ours, published: false } });
    await publisher.publish(catalog.compile(generation));
    await announce({ state, lease: undefined, matcher: { ...ours, published: true } });
  } catch (error) {
    // A later one is there, or on its way: that is all that was wanted.
    if (!(error instanceof LogAiError) || error.code !== 'conflict') throw error;
  }
}
