import { compareText } from '../../../../common/compare_text.ts';
import type { EditJournal, EditOf } from '../../../../common/documents/edit.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { activeMasks, maskEpochOf } from '../../../../common/edits_in_force.ts';
import { reconcileMasks } from '../../parse/edits/reconcile_masks.ts';
import { columnReaderOf } from '../../parse/edits/remask.ts';
import type { LineParser } from '../../parse/line_parser.ts';
import { isStepEnd, type Steps } from '../../parse/in_slices.ts';
import { leastWorth } from '../../parse/mining/evicted_templates.ts';
import { areAlike } from './note_edits.ts';
import { TemplateDocuments } from './template_documents.ts';
import { worthsOf } from './template_worth.ts';

/** Makes a parser that knows nothing yet, with the masks of users before all others. */
export type CreateParser = (masks?: readonly EditOf<'mask'>[]) => LineParser;

/** Stored templates as they stand under the edits and this version of Log AI. */
export interface RestoredTemplates {
  /** It knows them, and no edits yet. */
  readonly parser: LineParser;
  readonly documents: TemplateDocuments;
  /** Ids of templates that masks changed since their documents were written. */
  readonly remasked: ReadonlySet<string>;
  /** Whether the published matcher is behind. */
  readonly is_changed: boolean;
}

/** Whether the template lives on in another, as far as learning goes: what users merged is learned on. */
const isAbsorbed = ({ merged_into, merged_by }: TemplateDocument) =>
  merged_into !== undefined && merged_by !== 'edit';

/**
 * Takes up templates that were learned before: those of other masks are masked anew, twins joined, and texts and
 * parameters described as the parser does now.
 *
 * @param options.stored - In any order.
 */
export function* restoreTemplates(options: {
  stored: readonly TemplateDocument[];
  edits: EditJournal;
  createParser: CreateParser;
}): Steps<RestoredTemplates> {
  const { edits, createParser } = options;
  const masks = activeMasks(edits);
  const stored = [...options.stored].sort(
    (a, b) => compareText(a.first_seen, b.first_seen) || compareText(a.id, b.id),
  );
  const reconciled = reconcileMasks({
    documents: stored,
    masks,
    mask_epoch: maskEpochOf(edits),
    readerOf: (first) => columnReaderOf(createParser(first).tables),
  });
  const documents = new TemplateDocuments();
  reconciled.documents.forEach((document, at) => {
    if (document === stored[at]) documents.takeUp(document);
    else documents.updateReread(document);
  });
  yield;
  const hasTwins = yield* joinTwins(documents);
  let parser = createParser(masks);
  yield;
  yield* teach(parser, documents);
  const redescribed = redescribe(parser, documents);
  yield;
  if (redescribed === 'other_texts') {
    // A version is a template's from its restoration on.
    parser = createParser(masks);
    yield* teach(parser, documents);
  }
  return {
    parser,
    documents,
    remasked: reconciled.changed,
    is_changed: reconciled.changed.size > 0 || hasTwins || redescribed !== 'none',
  };
}

/** Of more templates than may live those in use do, and as many may come back. */
function* teach(parser: LineParser, documents: TemplateDocuments): Steps<void> {
  parser.keepByWorth(() => worthsOf(documents.all()));
  const learnable = [...documents.all().values()].filter((document) => isLearnable(document));
  const { max_templates } = parser.config;
  const evicted = new Set<TemplateDocument>();
  const count = learnable.length - max_templates;
  if (count > 0) {
    const worthOf = worthsOf(documents.all());
    const leaving = leastWorth(learnable, { count, worthOf });
    const gone = new Set(leaving.slice(0, Math.max(0, count - max_templates)));
    for (const document of leaving) if (!gone.has(document)) evicted.add(document);
    documents.drop((document) => gone.has(document));
  }
  yield;
  yield* parser.restoreInSteps(
    [...documents.all().values()]
      .filter(({ split_from }) => !split_from)
      .map((document) =>
        isAbsorbed(document)
          ? document
          : { ...document, merged_into: undefined, is_evicted: evicted.has(document) },
      ),
  );
}

const isLearnable = (document: TemplateDocument) => !document.split_from && !isAbsorbed(document);

/** Two processes may have learned one template under two ids: the one seen first stands for both. */
function* joinTwins(documents: TemplateDocuments): Steps<boolean> {
  const ids = new Map<string, string>();
  let hasTwins = false;
  for (const [at, document] of [...documents.all().values()].entries()) {
    if (isStepEnd(at)) yield;
    if (isAbsorbed(document) || document.split_from) continue;
    const columns = JSON.stringify(document.columns);
    const elder = ids.get(columns);
    if (elder === undefined) ids.set(columns, document.id);
    else {
      documents.update({ ...document, merged_into: elder, merged_by: 'learning' });
      hasTwins = true;
    }
  }
  return hasTwins;
}

/**
 * What another version of Log AI wrote may name and type parameters otherwise than the parser does now: people are to
 * read what lines are labelled with.
 *
 * @returns What is other than it was; with a text its version rises.
 */
function redescribe(parser: LineParser, documents: TemplateDocuments): 'none' | 'parameters' | 'other_texts' {
  let outcome: 'none' | 'parameters' | 'other_texts' = 'none';
  for (const { id, text, parameters } of parser.templates()) {
    const document = documents.get(id)!;
    const isOtherText = document.text !== text;
    if (!isOtherText && areAlike(document.parameters, parameters)) continue;
    const version = document.version + Number(isOtherText);
    documents.updateReread({ ...document, version, text, parameters: [...parameters] });
    if (isOtherText) outcome = 'other_texts';
    else if (outcome === 'none') outcome = 'parameters';
  }
  return outcome;
}
