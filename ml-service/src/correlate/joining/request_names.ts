import { compareText } from '../../../../common/compare_text.ts';

/** A line that was joined to a request, perhaps by another id than its own. */
interface NamedLine {
  readonly request_id: string;
  readonly own_id?: string;
}

/** By which ids the lines of requests name them. */
export class RequestNames {
  private readonly known = new Map<string, Set<string>>();

  add({ request_id, own_id }: NamedLine): void {
    if (own_id === undefined) return;
    const names = this.known.get(request_id);
    if (names) names.add(own_id);
    else this.known.set(request_id, new Set([own_id]));
  }

  /** All of a request, sorted; undefined where that is but the one. */
  namesOf(request_id: string): string[] | undefined {
    const others = this.known.get(request_id);
    return others && [request_id, ...others].sort(compareText);
  }

  /** Those under which requests are not told. */
  others(): string[] {
    return [...this.known.values()].flatMap((others) => [...others]);
  }
}
