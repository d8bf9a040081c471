/** How many events one request may still look at, all of its fields together. */
export class SearchBudget {
  private left: number;

  constructor(events: number) {
    this.left = events;
  }

  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** One event was looked at. */
  spend(): void {
    this.left -= 1;
  }
}
