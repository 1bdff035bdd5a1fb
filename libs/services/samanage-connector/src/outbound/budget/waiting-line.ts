/** First come, first served; anybody may leave from the middle. */
class Line<T> {
  private readonly members = new Set<T>();

  get length(): number {
    return this.members.size;
  }

  add(member: T): void {
    this.members.add(member);
  }

  take(): T | undefined {
    const [first] = this.members;
    if (first !== undefined) this.members.delete(first);
    return first;
  }

  leave(member: T): void {
    this.members.delete(member);
  }
}

/** Two lines, of which the urgent one goes first. */
export class WaitingLine<T> {
  private readonly urgent = new Line<T>();
  private readonly others = new Line<T>();

  get length(): number {
    return this.urgent.length + this.others.length;
  }

  get urgentIsNext(): boolean {
    return this.urgent.length > 0;
  }

  /** How many go before somebody who comes now. */
  ahead(urgent: boolean): number {
    return urgent ? this.urgent.length : this.length;
  }

  add(member: T, urgent: boolean): void {
    (urgent ? this.urgent : this.others).add(member);
  }

  take(): T | undefined {
    return this.urgent.take() ?? this.others.take();
  }

  leave(member: T): void {
    this.urgent.leave(member);
    this.others.leave(member);
  }
}
