import type { Edit } from '../../../common/documents/edit.ts';
import type { Template } from '../../../common/api.ts';
import { escapeText } from '../adapters/terminal/escape_text.ts';

/** Prints what a command of `log-ai templates` answers: as JSON where asked for, else as lines of text. */
export function printAnswer(
  flags: { readonly json?: boolean },
  answer: unknown,
  lines: () => readonly string[],
): void {
  const text =
    flags.json === true
      ? JSON.stringify(answer)
      : lines()
          .flatMap((line) => line.split('\n'))
          .map(escapeText)
          .join('\n');
  process.stdout.write(`${text}\n`);
}

/** A template in two lines: its count, level, id and what people said of it; its text. */
export function describeTemplate(template: Template): string {
  const { id, name, text, level = '', line_count, expected, merged_into } = template;
  const said = [
    ...(name === undefined ? [] : [`"${name}"`]),
    ...(expected === true ? ['expected'] : []),
    ...(merged_into === undefined ? [] : [`merged into ${merged_into}`]),
  ];
  const count = String(line_count).padStart(9);
  return `${count}  ${level.padEnd(5)}  ${id}${said.length === 0 ? '' : `  (${said.join(', ')})`}\n${' '.repeat(18)}${text}`;
}

/**
 * An edit in one line.
 *
 * @example
 * // edit_1    2026-11-22T10:00:00.000Z  rename template_disk_full_ee60: "Disk full"
 */
export function describeEdit(edit: Edit): string {
  const undone = edit.undone === undefined ? '' : `  (undone ${edit.undone})`;
  return `${edit.id.padEnd(9)} ${edit.created}  ${contentOf(edit)}${undone}`;
}

function contentOf(edit: Edit): string {
  switch (edit.kind) {
    case 'rename':
      return `rename ${edit.template_id}: "${edit.name}"`;
    case 'expect':
      return `${edit.expected ? 'expect' : 'do not expect'} ${edit.template_id}`;
    case 'severity':
      return `severity ${edit.template_id}: ${edit.severity}`;
    case 'merge':
      return `merge ${edit.template_ids.join(', ')} into ${edit.into}`;
    case 'split': {
      const children = edit.children.map(({ value, template_id }) => `${value} → ${template_id}`);
      return `split ${edit.template_id} by ${edit.parameter}: ${children.join(', ')}`;
    }
    case 'mask':
      return `mask ${edit.name}: ${edit.pattern}`;
  }
}
