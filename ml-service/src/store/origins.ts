/**
 * Where a record comes from: the data streams of its lines, sorted. Undefined: of none, as what was read from files.
 *
 * @returns The first as it is where the others add nothing.
 */
export function joinDataStreams(
  known: readonly string[] | undefined,
  others: Iterable<string | undefined> | undefined,
): readonly string[] | undefined {
  const joined = new Set(known);
  for (const name of others ?? []) if (name !== undefined) joined.add(name);
  if (joined.size === (known?.length ?? 0)) return known;
  return [...joined].sort();
}
