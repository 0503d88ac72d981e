/**
 * What an element of a compiled layout takes: a token of one of its rules; one blank-delimited column; the literal text of
 * a user's format; any text up to such a literal. `message` and `again` take nothing: there the message begins, `again`
 * with a header of its own perhaps.
 */
export type ElementKind = 'token' | 'column' | 'literal' | 'text' | 'message' | 'again';

/** One element of a compiled layout. */
export interface LayoutElement {
  readonly kind: ElementKind;
  /** Indices of the token rules that it takes. */
  readonly rules: readonly number[];
  /** Indices into `HEADER_FIELDS` of what it fills in; empty: what its rules say. */
  readonly fields: readonly number[];
  readonly optional: boolean;
  readonly repeated: boolean;
  /** What a literal is, or what a text ends before; a blank stands for one or more. */
  readonly text: string;
}
