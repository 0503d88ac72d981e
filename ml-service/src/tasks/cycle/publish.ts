import { z } from 'zod';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { MatcherPublisher } from '../../ports/matcher_publisher.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

export const MATCHER_STATE = 'matcher:published';
/** `published` is false while a generation is on its way; `edits`: the revision of the edits that it follows. */
export const MatcherState = z.object({
  generation: z.int(),
  published: z.boolean().default(true),
  edits: z.int().default(0),
});

/** Publishes generations of the matcher, one after the other. */
export interface Publishing {
  /** Of the matcher that was published last. */
  readonly generation: number;
  /** Publishes the next generation if templates or edits changed since. */
  publishChanges(): Promise<void>;
}

/** Takes up where the last process left. What it did not finish is published first of all. */
export async function startPublishing(options: {
  ports: {
    readonly templates: TemplateStore;
    readonly state: StateStore;
    readonly publisher: MatcherPublisher;
    readonly now: () => number;
  };
  catalog: TemplateCatalog;
  lease?: Lease | undefined;
}): Promise<Publishing> {
  const { ports, catalog, lease } = options;
  const matcher = MatcherState.safeParse(await ports.state.read(MATCHER_STATE)).data;
  const edits = catalog.edits.revision;
  let generation = matcher?.generation ?? 0;
  const publish = async () => {
    generation += 1;
    // Killed from here on, the next run publishes: what it finds saved, it would take for published.
    await ports.state.write(MATCHER_STATE, { generation, published: false, edits }, lease);
    await catalog.documents.save(ports.templates, ports.now());
    await ports.publisher.publish(catalog.compile(generation));
    await ports.state.write(MATCHER_STATE, { generation, published: true, edits }, lease);
  };
  if (matcher?.published !== true || matcher.edits !== edits || catalog.isUnpublished) await publish();
  return {
    get generation() {
      return generation;
    },
    publishChanges: async () => {
      if (catalog.isUnpublished) await publish();
    },
  };
}
