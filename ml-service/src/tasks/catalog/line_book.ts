import type { TemplateCount } from '../../detect/counts/count_reader.ts';
import { forEachRow, type Steps } from '../../parse/in_slices.ts';
import { type CountedLines, linesOfTemplates } from '../../store/counted_lines.ts';
import { joinLevels } from '../../store/merge_template.ts';
import { joinDataStreams } from '../../store/origins.ts';
import type { TemplateDocuments } from './template_documents.ts';
import { isoOfMinute } from '../../../../common/minutes.ts';

/** Keeps book of how many lines the templates have, when and where they were seen last. */
export class LineBook {
  private readonly documents: TemplateDocuments;
  private readonly resolve: (id: string) => string;

  /** @param options.resolve - The live id that stands for an id given earlier. */
  constructor(options: { documents: TemplateDocuments; resolve: (id: string) => string }) {
    this.documents = options.documents;
    this.resolve = options.resolve;
  }

  /** The lines of the templates of these rows, less those of `before`. */
  *linesWithout(rows: {
    before: readonly Pick<CountedLines, 'template_id' | 'count'>[];
    after: readonly Pick<CountedLines, 'template_id'>[];
  }): Steps<Record<string, number>> {
    const lines: Record<string, number> = {};
    const enter = ({ template_id }: Pick<CountedLines, 'template_id'>) => {
      const known = template_id === undefined ? undefined : this.documents.get(this.resolve(template_id));
      if (known) lines[known.id] = known.line_count;
    };
    yield* forEachRow(rows.before, enter);
    yield* forEachRow(rows.after, enter);
    yield* forEachRow(rows.before, ({ template_id, count }) => {
      const id = template_id === undefined ? undefined : this.resolve(template_id);
      if (id !== undefined && lines[id] !== undefined) lines[id] = Math.max(0, lines[id] - count);
    });
    return lines;
  }

  /** Sets how many lines templates have; what is written of it follows with {@link noteCounted}. */
  setLines(lines: Readonly<Record<string, number>>): void {
    for (const [id, line_count] of Object.entries(lines)) {
      const known = this.documents.get(this.resolve(id));
      if (known && known.line_count !== line_count) this.documents.update({ ...known, line_count });
    }
  }

  /**
   * Has the lines of these templates counted anew, from what the count is now; once for each revision of the edits.
   *
   * @param counts - By template, lines to begin with and that revision.
   */
  recountFrom(counts: Readonly<Record<string, { readonly lines: number; readonly revision: number }>>): void {
    for (const [id, { lines, revision }] of Object.entries(counts)) {
      const known = this.documents.get(id);
      if (known && (known.recounted ?? 0) < revision)
        this.documents.update({ ...known, line_count: lines, recounted: revision });
    }
  }

  /** Enters rows of counted lines. */
  noteAllCounted(rows: readonly CountedLines[]): Steps<void> {
    return forEachRow(rows, (row) => {
      for (const counted of linesOfTemplates([row], (id) => id)) this.noteCounted(counted);
    });
  }

  /** Enters counted lines. */
  noteCounted({ template_id, service, level, minute, count, data_stream }: TemplateCount): void {
    const known = this.documents.get(this.resolve(template_id));
    if (!known) return;
    const last = isoOfMinute(minute);
    const data_streams = joinDataStreams(known.data_streams, [data_stream]);
    const levels = joinLevels(known, level ? { level } : {});
    this.documents.update({
      ...known,
      services: known.services.includes(service) ? known.services : [...known.services, service].sort(),
      ...(data_streams && { data_streams: [...data_streams] }),
      last_seen: last > known.last_seen ? last : known.last_seen,
      line_count: known.line_count + count,
      ...((known.level ?? level) ? { level: known.level ?? level } : {}),
      ...(levels.length > 0 && { levels: [...levels] }),
    });
  }
}
