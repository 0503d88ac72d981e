import { SUBJECT_KEYS } from '../../../../common/choices.ts';
import type { Series } from '../counts/count_reader.ts';
import type { SubjectKind } from '../../../../common/documents/anomaly_document.ts';
import { murmur3 } from '../../../../common/murmur3.ts';

/** What a finding is about: a kind, and the keys that tell one of its kind from another. */
export type Subject = {
  readonly [K in SubjectKind]: { readonly kind: K } & {
    readonly [Key in (typeof SUBJECT_KEYS)[K][number]]: string;
  };
}[SubjectKind];

/** Elasticsearch indexes keywords up to 1,024 characters; names longer than a person reads end in a hash. */
const LONGEST_KEY = 256;

/**
 * The keys of a subject as one text. They cannot run into each other, whatever a service is called; kinds have the same
 * key where their keys are the same, so kind and key together identify.
 *
 * @example
 * subjectKeyOf({ kind: 'template_in_service', template: 'template_timeout_3f9a', service: 'checkout' })
 * // 'template_timeout_3f9a/checkout'
 */
export function subjectKeyOf(subject: Subject): string {
  const values: Readonly<Record<string, string>> = subject;
  const key = SUBJECT_KEYS[subject.kind].map((name) => escaped(values[name]!)).join('/');
  return key.length <= LONGEST_KEY ? key : `${key.slice(0, LONGEST_KEY - 33)}~${murmur3(key)}`;
}

/** What {@link subjectKeyOf} joined; undefined where it cut the key. */
export function keysOfSubject(key: string): readonly string[] | undefined {
  return key.includes('~') ? undefined : key.split('/').map(decodeURIComponent);
}

const ESCAPES: Readonly<Record<string, string>> = { '%': '%25', '/': '%2F', '~': '%7E' };

function escaped(value: string): string {
  return value.replace(/[%/~]/g, (character) => ESCAPES[character]!);
}

/** What is said of a series is said of a template in its service, or of the service. */
export function subjectOf({ template_id, service }: Series): Subject {
  return template_id === undefined
    ? { kind: 'service', service }
    : { kind: 'template_in_service', template: template_id, service };
}

/** The same subject under the id that stands for its template, or under one that its template had. */
export function withTemplate(subject: Subject, template: string): Subject {
  return 'template' in subject ? { ...subject, template } : subject;
}
