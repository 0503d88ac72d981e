import type { Series } from './count_reader.ts';

/** Numbers for series, from 0, reused once no minute holds the series any more: bounded by what the history holds. */
export class SeriesTable {
  /** By template, then service. */
  readonly #numbers = new Map<string | undefined, Map<string, number>>();
  /** The numbers of each template as a list, made when it is asked for. */
  readonly #lists = new Map<string | undefined, readonly number[]>();
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
    let list = this.#lists.get(template_id);
    if (list === undefined) {
      list = [...(this.#numbers.get(template_id)?.values() ?? [])];
      if (list.length > 0) this.#lists.set(template_id, list);
    }
    return list;
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
      this.#lists.delete(template_id);
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
    this.#lists.delete(template_id);
    if (services.size === 0) this.#numbers.delete(template_id);
    this.#series[number] = undefined;
    this.#free.push(number);
  }
}
