import type { Expectation, ExpectationAbout } from '../../../common/api.ts';
import { type Caller, maySee, OPERATOR, seesAll } from '../../../common/api/caller.ts';
import { API_LIMITS } from '../../../common/api/limits.ts';
import type { ExpectationDocument } from '../../../common/documents/expectation_document.ts';
import { LogAiError } from '../../../common/errors.ts';
import { murmur3 } from '../../../common/murmur3.ts';
import type { HttpServices } from '../ports/api.ts';
import { applyExpectation } from '../tasks/expectations/apply_expectation.ts';
import { found, saidBy } from './said.ts';
import { seenTemplates } from './seen_templates.ts';
import type { ServiceParts } from './service_parts.ts';

type Parts = Pick<ServiceParts, 'expectations' | 'templates' | 'records' | 'logs' | 'now'>;

/** What people say in advance: what is expected, planned maintenance, how sensitive a service is. */
export function expectationServices(
  ports: Parts,
): Pick<HttpServices, 'expectations' | 'expect' | 'change_expectation' | 'undo_expectation'> {
  const { expectations, now } = ports;
  const withCounts = async (
    documents: readonly ExpectationDocument[],
    { data_streams }: Caller,
  ): Promise<Expectation[]> => {
    const counts = await expectations.suppressed(
      documents.map(({ id }) => id),
      data_streams,
    );
    return documents.map((document) => {
      const suppressed = counts.get(document.id);
      return {
        ...document,
        suppressed: suppressed?.count ?? 0,
        ...(suppressed && { last_suppressed: suppressed.last_seen }),
      };
    });
  };
  /** What is stored of an expectation changes, and the anomalies follow at once. */
  const change = async (
    { id, caller }: { id: string; caller: Caller },
    how: (stored: ExpectationDocument) => ExpectationDocument,
  ): Promise<Expectation> => {
    const known = await expectations.read(id);
    const seen = known && (await seenExpectations(ports, { caller, documents: [known] }))(known);
    checkMayChange(found('expectation', id, seen ? known : undefined), caller);
    const changed = found(
      'expectation',
      id,
      await expectations.update(id, (stored) => stored && how(stored)),
    );
    await applyExpectation(changed, { ports, now: now() });
    return (await withCounts([changed], caller))[0]!;
  };
  return {
    async expectations({ query: { state, size } }, caller = OPERATOR) {
      const isLimited = !seesAll(caller);
      const { total, expectations: documents } = await expectations.newest({
        state,
        now: now(),
        size: isLimited ? API_LIMITS.page : size,
      });
      const seen = await seenExpectations(ports, { caller, documents });
      const shown = documents.filter(seen);
      return {
        total: isLimited ? shown.length : total,
        expectations: await withCounts(shown.slice(0, size), caller),
      };
    },
    async expect({ body }, caller = OPERATOR) {
      await checkAbout(ports, { about: body.about, caller });
      const { by, at } = saidBy(caller, now());
      const { data_streams } = caller;
      const { from, until, ...said } = body;
      const document: ExpectationDocument = {
        id: `expectation_${murmur3(JSON.stringify([at, by ?? null, body])).slice(0, 16)}`,
        ...said,
        from: isoOf(from ?? at),
        ...(until !== undefined && { until: isoOf(until) }),
        ...(by !== undefined && { by }),
        created: at,
        ...(data_streams && { data_streams: [...data_streams].sort() }),
      };
      checkForward(document);
      if (document.kind === 'sensitivity') await endFormer(ports, { next: document, caller });
      await expectations.update(document.id, (stored) => stored ?? document);
      await applyExpectation(document, { ports, now: now() });
      return (await withCounts([document], caller))[0]!;
    },
    change_expectation: ({ id, body: { until, note } }, caller = OPERATOR) =>
      change({ id, caller }, (stored) => changed(stored, { until, note })),
    undo_expectation: ({ id }, caller = OPERATOR) =>
      change({ id, caller }, (stored) => undone(stored, { caller, now: now() })),
  };
}

function changed(
  stored: ExpectationDocument,
  { until, note }: { until?: string | null | undefined; note?: string | null | undefined },
): ExpectationDocument {
  if (stored.undone !== undefined)
    throw new LogAiError(
      'conflict',
      `The expectation ${stored.id} was taken back: say what you expect anew.`,
      {
        details: { id: stored.id },
      },
    );
  if (until === null && stored.kind === 'maintenance')
    throw new LogAiError('request_invalid', 'Maintenance has an end: name it.');
  if (until != null) checkForward({ from: stored.from, until });
  const { until: _until, note: _note, ...rest } = stored;
  const end = until === undefined ? stored.until : until === null ? undefined : isoOf(until);
  const text = note === undefined ? stored.note : (note ?? undefined);
  return { ...rest, ...(end !== undefined && { until: end }), ...(text !== undefined && { note: text }) };
}

/** Without a beginning it begins now: an end that has passed says nothing of anything. */
function checkForward({ from, until }: { from: string; until?: string | undefined }): void {
  if (until !== undefined && Date.parse(until) <= Date.parse(from))
    throw new LogAiError('request_invalid', `It begins at ${from}: its end comes after that.`);
}

/** Taken back twice, it was taken back the first time. */
function undone(
  stored: ExpectationDocument,
  { caller, now }: { caller: Caller; now: number },
): ExpectationDocument {
  if (stored.undone !== undefined) return stored;
  const { by, at } = saidBy(caller, now);
  return { ...stored, undone: at, ...(by !== undefined && { undone_by: by }) };
}

/** A service has one sensitivity: the one before ends where the next begins. */
async function endFormer(
  { expectations }: Parts,
  { next, caller }: { next: ExpectationDocument; caller: Caller },
): Promise<void> {
  const keyOf = ({ about, data_streams }: ExpectationDocument) => JSON.stringify([about, data_streams]);
  const now = Date.parse(next.created);
  const former = (await expectations.inForce({ from: now, to: now + 1 })).filter(
    (one) => one.kind === 'sensitivity' && keyOf(one) === keyOf(next),
  );
  for (const { id } of former)
    await expectations.update(id, (stored) => stored && undone(stored, { caller, now }));
}

/** Nobody says anything of what they may not see. */
async function checkAbout(
  { templates }: Pick<Parts, 'templates'>,
  { about: { template_id }, caller }: { about: ExpectationAbout; caller: Caller },
): Promise<void> {
  if (caller.data_streams?.length === 0)
    throw new LogAiError('forbidden', 'You may read no logs, so nothing that is found in them is yours.');
  if (template_id === undefined) return;
  const template = await templates.get(template_id);
  found('template', template_id, maySee(caller, template?.data_streams) ? template : undefined);
}

/** What holds of lines that its reader may not read is not theirs to change. */
function checkMayChange({ id, data_streams }: ExpectationDocument, caller: Caller): void {
  if (data_streams ? maySee(caller, data_streams) : seesAll(caller)) return;
  throw new LogAiError(
    'forbidden',
    `The expectation ${id} also holds of logs that you may not read: ask who made it, or somebody who may read them.`,
    { details: { id } },
  );
}

/**
 * An expectation of somebody who could not read everything is for who may read as much. Of others it is for those who know of
 * all that it names: who sees the template, and a template of each of the services.
 */
async function seenExpectations(
  { templates }: Pick<Parts, 'templates'>,
  { caller, documents }: { caller: Caller; documents: readonly ExpectationDocument[] },
): Promise<(expectation: ExpectationDocument) => boolean> {
  if (seesAll(caller)) return () => true;
  const open = documents.filter(({ data_streams }) => data_streams === undefined);
  const merged = await templates.mergedIds();
  const seen = await seenTemplates({
    templates,
    caller,
    ids: open.flatMap(({ about }) =>
      about.template_id === undefined ? [] : merged.liveOf(about.template_id),
    ),
  });
  const known = new Set<string>();
  for (const service of new Set(open.flatMap(({ about }) => about.services ?? []))) {
    const { total } = await templates.search({ service, data_streams: caller.data_streams, size: 1 });
    if (total > 0) known.add(service);
  }
  return ({ about: { template_id, services = [] }, data_streams }) =>
    data_streams
      ? maySee(caller, data_streams)
      : (template_id === undefined || seen(merged.liveOf(template_id))) &&
        services.every((service) => known.has(service));
}

function isoOf(moment: string): string {
  return new Date(moment).toISOString();
}
