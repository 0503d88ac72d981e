import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import type { SeverityLabel } from '../../../../common/levels.ts';
import { type Label, labelTreeOf, type Pattern } from './label_tree.ts';
import { followRedirects, type LiveTemplates } from './live_templates.ts';
import { withSlotsAs } from './slot_places.ts';

/** What edits say of a template, as it is stored for those who read it. */
export type EditedFields = Pick<
  TemplateDocument,
  'name' | 'expected' | 'severity' | 'merged_into' | 'merged_by' | 'edited'
>;

/**
 * The document with what the edits say of it, and nothing that earlier edits said.
 *
 * @param options.revision - Of the edits.
 */
export function withEdits(
  document: TemplateDocument,
  { live, revision }: { live: LiveTemplates; revision: number },
): TemplateDocument {
  const {
    name: _name,
    expected: _expected,
    severity: _severity,
    merged_into,
    merged_by,
    ...learned
  } = document;
  const severity = templateSeverity(document, live.severities.get(document.id));
  const name = live.names.get(document.id);
  const expected = live.expected.get(document.id);
  const into = followRedirects(document.id, live.redirects);
  const isMergedByLearning = merged_into !== undefined && merged_by !== 'edit';
  return {
    ...learned,
    ...(name !== undefined && { name }),
    ...(expected !== undefined && { expected }),
    ...(severity && { severity }),
    ...(isMergedByLearning
      ? { merged_into, merged_by: 'learning' as const }
      : into !== document.id && { merged_into: into, merged_by: 'edit' as const }),
    edited: revision,
  };
}

/** What people say of the severity of a template, else what a model does. */
export function templateSeverity(
  { classified }: Pick<TemplateDocument, 'classified'>,
  said: SeverityLabel | undefined,
): TemplateDocument['severity'] {
  if (said !== undefined) return { label: said, confidence: 1, decided_by: 'feedback' };
  return classified && { label: classified.label, confidence: classified.confidence, decided_by: 'model' };
}

/** Whether the edits say of the document what it says already. */
export function isEditedAlike(a: TemplateDocument, b: TemplateDocument): boolean {
  return (
    a.name === b.name &&
    a.expected === b.expected &&
    a.merged_into === b.merged_into &&
    a.severity?.label === b.severity?.label &&
    a.severity?.decided_by === b.severity?.decided_by
  );
}

/**
 * The documents of what was split off a pattern, as far as its shape goes: text, columns and parameters follow the
 * pattern's.
 */
export function childrenOf(
  pattern: Pattern,
  live: LiveTemplates,
): Pick<TemplateDocument, 'id' | 'version' | 'text' | 'columns' | 'parameters' | 'split_from'>[] {
  const found = new Map<string, ReturnType<typeof childrenOf>[number]>();
  const visit = (label: Label, fixed: ReadonlyMap<number, string>) => {
    for (const { slot, values } of label.splits) {
      for (const [value, child] of values) {
        const inner = new Map([...fixed, [slot, value]]);
        const origin = live.children.get(child.id);
        // A child that was merged into another template lives on in that one.
        if (origin && !found.has(child.id)) {
          found.set(child.id, {
            id: child.id,
            version: child.version,
            text: child.text,
            columns: withSlotsAs(pattern.columns, inner),
            parameters: pattern.parameters.filter((_, index) => !inner.has(index)),
            split_from: { template_id: label.id, parameter: origin.split.parameter, value: origin.value },
          });
        }
        visit(child, inner);
      }
    }
  };
  visit(labelTreeOf(pattern, live), new Map());
  return [...found.values()];
}
