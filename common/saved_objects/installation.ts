import type { SavedObjectStep } from '../api/saved_objects.ts';
import { hasUsersPart, isComplete, mergedDataView } from './data_view_content.ts';
import { EDITION, editionOf } from './mark.ts';
import type { ObjectStore, StoredObject } from './object_store.ts';
import type { SavedObject, SavedObjectKey } from './saved_object.ts';
import { shippedObjects } from './shipped_objects.ts';

/**
 * An object, how it stood, and what was done with it; `skip` comes with a reason. `outdated`: an older edition that nobody
 * changed. `changed`: a user's. `newer`: a later Log AI wrote it.
 */
export type ObjectStep = Readonly<SavedObjectStep>;
type ObjectState = ObjectStep['state'];
type ObjectAction = ObjectStep['action'];

/** An object of ours beside what is stored under its id. */
interface Pair {
  readonly ours: SavedObject;
  readonly stored: StoredObject | undefined;
  readonly state: ObjectState;
}

export interface InstallationInput {
  readonly store: ObjectStore;
  /** The indices that the logs lie in. */
  readonly log_patterns: readonly string[];
}

const keyOf = ({ type, id }: SavedObjectKey): SavedObjectKey => ({ type, id });
const nameOf = ({ type, id }: { readonly type: string; readonly id: string }) => `${type}:${id}`;
const titleOf = ({ type, attributes }: SavedObject) =>
  String(attributes[type === 'index-pattern' || type === 'tag' ? 'name' : 'title']);

/**
 * Whoever saves an object takes its mark away or leaves a later moment of change. Both survive what Kibana itself does to
 * objects when it is upgraded, which a digest of their content would not.
 */
function stateOf(ours: SavedObject, stored: StoredObject | undefined): ObjectState {
  if (!stored) return 'missing';
  // Its name and colour are the user's; nothing depends on them.
  if (ours.type === 'tag') return 'current';
  const edition = editionOf(stored.references);
  if (edition !== undefined && edition > EDITION) return 'newer';
  if (ours.type === 'index-pattern')
    return isComplete(stored, ours) && edition === EDITION ? 'current' : 'outdated';
  if (edition === undefined || stored.updated_at !== stored.created_at) return 'changed';
  return edition === EDITION ? 'current' : 'outdated';
}

async function look({ store, log_patterns }: InstallationInput): Promise<Pair[]> {
  const objects = shippedObjects({ space: store.space, log_patterns });
  const found = await store.read(objects.map(keyOf));
  const stored = new Map(found.map((one) => [nameOf(one), one]));
  return objects.map((ours) => {
    const there = stored.get(nameOf(ours));
    return { ours, stored: there, state: stateOf(ours, there) };
  });
}

function stepOf({ ours, state }: Pair, action: ObjectAction, reason?: string): ObjectStep {
  const { type, id } = ours;
  return { type, id, title: titleOf(ours), state, action, ...(reason !== undefined && { reason }) };
}

const CHANGED = 'changed by a user';
const NEWER = 'written by a newer version of Log AI';

/** What an installation would do with it. */
function planInstall(pair: Pair, overwrite: boolean): ObjectStep {
  switch (pair.state) {
    case 'missing':
      return stepOf(pair, 'create');
    case 'outdated':
      return stepOf(pair, 'update');
    case 'current':
      return stepOf(pair, 'keep');
    case 'changed':
      return overwrite ? stepOf(pair, 'update') : stepOf(pair, 'skip', CHANGED);
    case 'newer':
      return overwrite ? stepOf(pair, 'update') : stepOf(pair, 'skip', NEWER);
  }
}

/** What is written: a data view keeps what is the user's, whatever is overwritten. */
function contentOf({ ours, stored }: Pair): SavedObject & Pick<StoredObject, 'version'> {
  const content = stored && ours.type === 'index-pattern' ? mergedDataView(stored, ours) : ours;
  return { ...content, ...(stored?.version !== undefined && { version: stored.version }) };
}

/** How the objects stand, and what an installation would do. Nothing is written. */
export async function lookAtObjects(
  input: InstallationInput & { readonly overwrite?: boolean },
): Promise<ObjectStep[]> {
  return (await look(input)).map((pair) => planInstall(pair, input.overwrite ?? false));
}

/**
 * Puts the objects into a space: what is missing or of an older edition, never over what a user changed, unless told to.
 *
 * @returns What was done with each. What Kibana refused is skipped with its reason.
 */
export async function installObjects(
  input: InstallationInput & { readonly overwrite: boolean },
): Promise<ObjectStep[]> {
  const pairs = await look(input);
  const steps = pairs.map((pair) => ({ pair, step: planInstall(pair, input.overwrite) }));
  const written = steps.filter(({ step }) => step.action === 'create' || step.action === 'update');
  const refused =
    written.length === 0 ? [] : await input.store.write(written.map(({ pair }) => contentOf(pair)));
  return withRefusals(
    steps.map(({ step }) => step),
    refused,
  );
}

/** What a removal would do with it, and why not. */
function planRemoval(
  pair: Pair,
  options: { force: boolean; isUsed: (key: SavedObjectKey) => boolean },
): ObjectStep {
  const { ours, stored, state } = pair;
  if (!stored) return stepOf(pair, 'keep');
  if (options.force) return stepOf(pair, 'delete');
  if (state === 'changed') return stepOf(pair, 'skip', CHANGED);
  if (ours.type === 'index-pattern' && hasUsersPart(stored, ours))
    return stepOf(pair, 'skip', 'has fields, formats or labels of a user');
  if (options.isUsed(ours)) return stepOf(pair, 'skip', 'something else uses it');
  return stepOf(pair, 'delete');
}

/**
 * Takes the objects out of a space again: what is as it was installed and nothing else refers to, or with `overwrite` all of it.
 *
 * @returns What was done with each, or with `dry_run` would be.
 */
export async function removeObjects({
  overwrite,
  dry_run = false,
  ...input
}: InstallationInput & { readonly overwrite: boolean; readonly dry_run?: boolean }): Promise<ObjectStep[]> {
  const pairs = await look(input);
  const steps = await planRemovals(pairs, { overwrite, store: input.store });
  const deleted = steps.filter(({ action }) => action === 'delete');
  if (dry_run || deleted.length === 0) return steps;
  // What refers to others goes first.
  const refused = await input.store.remove(deleted.map(keyOf).reverse());
  return withRefusals(steps, refused);
}

/** What stays holds on to what it refers to: so those that refer to others are decided first. */
async function planRemovals(
  pairs: readonly Pair[],
  { overwrite, store }: { readonly overwrite: boolean; readonly store: ObjectStore },
): Promise<ObjectStep[]> {
  const stored = pairs.filter((pair) => pair.stored).map(({ ours }) => keyOf(ours));
  const referring = overwrite || stored.length === 0 ? [] : await store.referring(stored);
  const going = new Set<string>();
  const isUsed = (key: SavedObjectKey) =>
    referring.some(
      (one) =>
        !going.has(nameOf(one)) && one.references.some((reference) => nameOf(reference) === nameOf(key)),
    );
  const steps = [...pairs].reverse().map((pair) => {
    const step = planRemoval(pair, { force: overwrite, isUsed });
    if (step.action === 'delete') going.add(nameOf(step));
    return step;
  });
  return steps.reverse();
}

function withRefusals(
  steps: readonly ObjectStep[],
  refused: readonly (SavedObjectKey & { readonly reason: string })[],
): ObjectStep[] {
  const reasons = new Map(refused.map((one) => [nameOf(one), one.reason]));
  return steps.map((step) => {
    const reason = reasons.get(nameOf(step));
    return reason === undefined ? step : { ...step, action: 'skip', reason };
  });
}
