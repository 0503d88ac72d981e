import type { Client } from '@elastic/elasticsearch';
import * as z from 'zod';
import { ParameterType, TemplateDocument } from '../../../../../common/documents/template_document.ts';
import { LogAiError } from '../../../../../common/errors.ts';
import { INDICES } from '../../../../../common/indices.ts';
import { Level } from '../../../../../common/levels.ts';
import { UNITS } from '../../../../../common/units.ts';
import { encodeOperation } from '../bulk/bulk_operation.ts';
import { BulkWriter } from '../bulk/bulk_writer.ts';
import { deadLetterOf } from '../bulk/dead_letter.ts';
import type { RetryRuntime } from '../client/call.ts';

const INDEX = INDICES.templates.name;

/**
 * As much of a template as learning on from it needs. All else is a newer Log AI's to know: what it added lies beside it
 * untouched, at any depth, and a type that it brought is that of any text.
 */
const ReadableParameter = z.looseObject({
  name: z.string(),
  // Something else than a text is damage; a text that is no type of ours is not.
  type: z.string().pipe(ParameterType.catch('string')),
  unit: z.enum(UNITS).optional().catch(undefined),
});
const ReadableColumn = z.union([z.string(), z.looseObject({ prefix: z.string(), suffix: z.string() })]);
const ReadableShape = z.looseObject({
  version: z.int(),
  text: z.string(),
  columns: z.array(ReadableColumn),
  parameters: z.array(ReadableParameter),
});
const ReadableTemplate = z.looseObject({
  ...ReadableShape.shape,
  id: z.string(),
  level: Level.optional().catch(undefined),
  levels: z.array(Level).optional().catch(undefined),
  services: z.array(z.string()),
  line_count: z.number(),
  first_seen: z.iso.datetime({ offset: true }),
  last_seen: z.iso.datetime({ offset: true }),
  updated: z.iso.datetime({ offset: true }),
  request_parameters: z
    .looseObject({ names: z.array(z.string()), decided: z.iso.datetime({ offset: true }) })
    .optional()
    .catch(undefined),
  merged_into: z.string().optional(),
  split_from: z.looseObject({ template_id: z.string(), parameter: z.string(), value: z.string() }).optional(),
  masks: z.array(z.looseObject({ edit_id: z.string(), before: ReadableShape.optional() })).optional(),
});

/** A document as it was found. */
export interface StoredTemplate {
  readonly id: string;
  readonly source: unknown;
  readonly seq_no: number;
  readonly primary_term: number;
}

/** A stored template as this Log AI understands it, or what is wrong with it. */
export type ReadTemplate =
  | { readonly template: TemplateDocument; readonly because?: undefined }
  | { readonly template?: undefined; readonly because: string };

/**
 * Reads a stored template.
 *
 * @example
 * readTemplate({}).because // '✖ Invalid input: expected int, received undefined → at version …'
 */
export function readTemplate(source: unknown): ReadTemplate {
  const read = ReadableTemplate.safeParse(source);
  return read.success
    ? { template: read.data as unknown as TemplateDocument }
    : { because: z.prettifyError(read.error).replaceAll(/\s+/g, ' ') };
}

/**
 * A template as it is to be written over a stored one: what a newer Log AI says there, and this one does not understand,
 * stays as long as it is the same template.
 *
 * @param stored - As it was found.
 */
export function keepingUnknown(stored: TemplateDocument, joined: TemplateDocument): TemplateDocument {
  const fields = Object.entries(stored).filter(([field]) => !(field in TemplateDocument.shape));
  // A level that is unknown here is read as none: written back, it is still there.
  const kept = { ...(stored.level && { level: stored.level }), ...Object.fromEntries(fields), ...joined };
  if (joined.text !== stored.text) return kept;
  const parameters = joined.parameters.map((parameter, index) => {
    const before = stored.parameters[index];
    return before && !ParameterType.options.includes(before.type) ? before : parameter;
  });
  return { ...kept, parameters };
}

/** As many are named as people read. */
const NAMED = 5;

/** Templates that cannot be read, and why. */
export type UnreadableTemplate = StoredTemplate & { readonly because: string };

/** What to tell of templates that are passed over, and stay where they are. */
export function passedOver(templates: readonly UnreadableTemplate[]): LogAiError {
  return unreadable(
    templates,
    `They stay where they are; the service moves them, when it learns next, to ${INDICES.dead_letters.name}.`,
  );
}

/**
 * Has templates out of the way that cannot be read: to `log-ai-dead-letters` first, then out of their index, each one only
 * if it lies there whole. Killed in between, the next one who loads does it again, to the same end.
 *
 * @returns What to tell people.
 */
export async function setAsideUnreadable(options: {
  client: Client;
  runtime: RetryRuntime;
  templates: readonly UnreadableTemplate[];
}): Promise<LogAiError> {
  const { client, runtime, templates } = options;
  const kept = await keepAsLetters(options);
  const deletions = new BulkWriter(client, runtime);
  for (const { id, seq_no, primary_term } of kept) {
    // Who wrote it meanwhile has mended it.
    await deletions.add({
      action: 'delete',
      index: INDEX,
      id,
      if_seq_no: seq_no,
      if_primary_term: primary_term,
    });
  }
  await deletions.close();
  const letters = INDICES.dead_letters.name;
  return unreadable(
    templates,
    kept.length === templates.length
      ? `They were moved to ${letters}; their lines are learned anew, or put them back from a snapshot of the index.`
      : `${kept.length} of them were moved to ${letters}; it does not take the others (run log-ai setup), which stay where they are and are passed over.`,
  );
}

/** The templates that lie among the dead letters now. */
async function keepAsLetters({
  client,
  runtime,
  templates,
}: Parameters<typeof setAsideUnreadable>[0]): Promise<UnreadableTemplate[]> {
  const kept: UnreadableTemplate[] = [];
  const byLetter = new Map<string | undefined, UnreadableTemplate>();
  const letters = new BulkWriter(client, {
    ...runtime,
    onSettled: ({ id }, verdict) => {
      const template = byLetter.get(id);
      if (template && verdict === 'written') kept.push(template);
    },
  });
  for (const template of templates) {
    const { id, source, because } = template;
    const { operation } = deadLetterOf({
      refused: encodeOperation({ action: 'index', index: INDEX, id, document: source as object }),
      item: { status: 422, error: { type: 'unreadable_template', reason: because } },
      now: Date.now(),
    });
    byLetter.set(operation.id, template);
    await letters.add(operation);
  }
  await letters.close().catch((error: unknown) => {
    // That a letter is refused stops nobody who can read the rest.
    if (!(error instanceof LogAiError && error.code === 'elasticsearch_failed')) throw error;
  });
  return kept;
}

function unreadable(templates: readonly UnreadableTemplate[], outcome: string): LogAiError {
  const ids = templates.map(({ id }) => id);
  const named =
    ids.slice(0, NAMED).join(', ') + (ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '');
  return new LogAiError(
    'state_corrupt',
    `${ids.length === 1 ? '1 template' : `${ids.length} templates`} of ${INDEX} cannot be read: ${named}. ${templates[0]!.because}. ${outcome}`,
    { details: { index: INDEX, ids: ids.slice(0, NAMED) } },
  );
}
