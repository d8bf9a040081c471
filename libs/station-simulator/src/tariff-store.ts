/** The default tariffs a station of OCPP 2.1 has been given: one for each EVSE. */
export class TariffStore {
  readonly #byEvse = new Map<number, string>();
  readonly #evseIds: readonly number[];

  constructor(evseIds: readonly number[]) {
    this.#evseIds = evseIds;
  }

  /** EVSE 0: of them all. False where there is no such EVSE. */
  set(evseId: number, tariffId: string): boolean {
    const meant = this.#meant(evseId);
    for (const each of meant) this.#byEvse.set(each, tariffId);
    return meant.length > 0;
  }

  /** The tariffs of an EVSE (0: of all), each with those of these EVSEs that it is for. */
  list(evseId = 0): { readonly tariffId: string; readonly evseIds: number[] }[] {
    const held = this.#meant(evseId).flatMap((each) => {
      const tariffId = this.#byEvse.get(each);
      return tariffId === undefined ? [] : [{ tariffId, evseId: each }];
    });
    const grouped = Map.groupBy(held, ({ tariffId }) => tariffId);
    return [...grouped].map(([tariffId, of]) => ({ tariffId, evseIds: of.map((each) => each.evseId) }));
  }

  /** Without an id: every tariff there. False when there was none such. */
  clear(evseId: number | undefined, tariffId?: string): boolean {
    const cleared = this.#meant(evseId ?? 0).filter(
      (each) => this.#byEvse.has(each) && (tariffId === undefined || this.#byEvse.get(each) === tariffId),
    );
    for (const each of cleared) this.#byEvse.delete(each);
    return cleared.length > 0;
  }

  #meant(evseId: number): readonly number[] {
    return evseId === 0 ? this.#evseIds : this.#evseIds.filter((each) => each === evseId);
  }
}
