import type { Client } from '@elastic/elasticsearch';
import * as z from 'zod';
import { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { INDICES } from '../../../../common/indices.ts';
import { encodeOperation } from './bulk_operation.ts';
import { BulkWriter } from './bulk_writer.ts';
import { deadLetterOf } from './dead_letter.ts';
import type { RetryRuntime } from './retry.ts';

/** As a template is read: a field that a newer Log AI adds makes nothing unreadable. */
const ReadableTemplate = z.object(TemplateDocument.shape);

/** A document as it was found. */
export interface StoredTemplate {
  readonly id: string;
  readonly source: unknown;
  readonly seq_no: number;
  readonly primary_term: number;
}

/** What is wrong with a stored template; undefined where it can be read. */
export function unreadableBecause(source: unknown): string | undefined {
  const read = ReadableTemplate.safeParse(source);
  return read.success ? undefined : z.prettifyError(read.error).replaceAll(/\s+/g, ' ');
}

/** As many are named as people read. */
const NAMED = 5;

/**
 * Has templates out of the way that cannot be read: to `log-ai-dead-letters` first, then out of their index. Killed in
 * between, the next one who loads does it again, to the same end.
 *
 * @returns What to tell people.
 */
export async function setAsideUnreadable(options: {
  client: Client;
  runtime: RetryRuntime;
  templates: readonly (StoredTemplate & { readonly because: string })[];
}): Promise<LogAiError> {
  const { client, runtime, templates } = options;
  const index = INDICES.templates.name;
  const letters = new BulkWriter(client, runtime);
  for (const { id, source, because } of templates) {
    const { operation } = deadLetterOf({
      refused: encodeOperation({ action: 'index', index, id, document: source as object }),
      item: { status: 422, error: { type: 'unreadable_template', reason: because } },
      now: Date.now(),
    });
    await letters.add(operation);
  }
  await letters.close();
  const deletions = new BulkWriter(client, runtime);
  for (const { id, seq_no, primary_term } of templates) {
    // Who wrote it meanwhile has mended it.
    await deletions.add({ action: 'delete', index, id, if_seq_no: seq_no, if_primary_term: primary_term });
  }
  await deletions.close();
  const [first] = templates;
  const ids = templates.map(({ id }) => id);
  const named =
    ids.slice(0, NAMED).join(', ') + (ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '');
  return new LogAiError(
    'state_corrupt',
    `${ids.length === 1 ? '1 template' : `${ids.length} templates`} of ${index} cannot be read: ${named}. ${first!.because}. They were moved to ${INDICES.dead_letters.name}; their lines are learned anew, or put them back from a snapshot of the index.`,
    { details: { index, ids: ids.slice(0, NAMED) } },
  );
}
