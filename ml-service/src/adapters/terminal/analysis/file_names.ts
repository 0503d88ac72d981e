import type { AnalysisReport, LinePosition } from '../../../../../common/analysis_report.ts';

/**
 * Writes positions in the files of a report, without the folders that all of them share.
 *
 * @example
 * positionWriter(['/var/log/a/app.log', '/var/log/b/app.log'])({ file: '/var/log/b/app.log', line_number: 7 }) // 'b/app.log:7'
 */
export function positionWriter({ files }: AnalysisReport['source']): (position: LinePosition) => string {
  const folders = files.map(({ name }) => name.split('/').slice(0, -1));
  const [first = []] = folders;
  const different = first.findIndex((folder, depth) => folders.some((other) => other[depth] !== folder));
  const shared = first.slice(0, different < 0 ? undefined : different);
  const prefix = shared.map((folder) => `${folder}/`).join('');
  return ({ file, line_number }) => `${file.slice(prefix.length)}:${line_number}`;
}
