import type { Series } from './count_reader.ts';

/** Numbers for series, from 0, reused once no minute holds the series any more: bounded by what the history holds. */
export class SeriesTable {
  /** By template, then service. */
  readonly #numbers = new Map<string | undefined, Map<string, number>>();
  /** The same numbers, as a list for each template and of the templates of each service. */
  readonly #lists = new Map<string | undefined, number[]>();
  readonly #of_services = new Map<string, Set<number>>();
  readonly #series: (Series | undefined)[] = [];
  readonly #uses: number[] = [];
  readonly #free: number[] = [];

  /** One more than the highest number in use. */
  get capacity(): number {
    return this.#series.length;
  }

  at(number: number): Series | undefined {
    return this.#series[number];
  }

  /** The templates that have series. */
  *templates(): Generator<string> {
    for (const template_id of this.#numbers.keys()) if (template_id !== undefined) yield template_id;
  }

  /** Of no template: those of whole services. */
  ofTemplate(template_id: string | undefined): readonly number[] {
    return this.#lists.get(template_id) ?? [];
  }

  /** Of the templates that a service writes. */
  ofService(service: string): Iterable<number> {
    return this.#of_services.get(service) ?? [];
  }

  find({ template_id, service }: Series): number | undefined {
    return this.#numbers.get(template_id)?.get(service);
  }

  /** The number of a series, minted on first sight; it stays only if {@link retain} follows. */
  numberOf({ template_id, service }: Series): number {
    let services = this.#numbers.get(template_id);
    if (services === undefined) this.#numbers.set(template_id, (services = new Map<string, number>()));
    let number = services.get(service);
    if (number === undefined) {
      number = this.#free.pop() ?? this.#series.length;
      services.set(service, number);
      const list = this.#lists.get(template_id);
      if (list) list.push(number);
      else this.#lists.set(template_id, [number]);
      if (template_id !== undefined) this.#enter(service, number);
      this.#series[number] = template_id === undefined ? { service } : { template_id, service };
      this.#uses[number] = 0;
    }
    return number;
  }

  retain(number: number): void {
    this.#uses[number]!++;
  }

  release(number: number): void {
    if (--this.#uses[number]! > 0) return;
    const { template_id, service } = this.#series[number]!;
    const services = this.#numbers.get(template_id)!;
    services.delete(service);
    const list = this.#lists.get(template_id)!;
    list.splice(list.indexOf(number), 1);
    if (template_id !== undefined) this.#leave(service, number);
    if (services.size === 0) {
      this.#numbers.delete(template_id);
      this.#lists.delete(template_id);
    }
    this.#series[number] = undefined;
    this.#free.push(number);
  }
  #enter(service: string, number: number): void {
    const numbers = this.#of_services.get(service);
    if (numbers) numbers.add(number);
    else this.#of_services.set(service, new Set([number]));
  }

  #leave(service: string, number: number): void {
    const numbers = this.#of_services.get(service)!;
    numbers.delete(number);
    if (numbers.size === 0) this.#of_services.delete(service);
  }
}
