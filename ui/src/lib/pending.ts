/** Work that is under way, as one promise. */
export class Pending {
  /** Resolves when all of it has ended, well or badly; nothing when nothing is under way. */
  all: Promise<unknown> | null = null;

  add<T>(work: Promise<T>): Promise<T> {
    const all: Promise<unknown> = Promise.allSettled([this.all, work]).then(() => {
      if (this.all === all) this.all = null;
    });
    this.all = all;
    return work;
  }
}
