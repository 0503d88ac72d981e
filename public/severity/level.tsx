import type { Level as LogLevel } from '../../common/levels.ts';
import { levelGroupOf } from './level_groups.ts';
import { Tag } from './tag.tsx';

/** The level of a line or template; nothing where it states none. */
export function Level({ level }: { readonly level: LogLevel | undefined }) {
  return level === undefined ? null : <Tag group={levelGroupOf(level)}>{level}</Tag>;
}
