/** A look at how a store is configured, which comes before its first claim whether its program asks for it or not. */

export class FirstLook {
  readonly #look: () => Promise<void>;
  #taken: Promise<void> | undefined;

  constructor(look: () => Promise<void>) {
    this.#look = look;
  }

  /** Looks when nobody has looked. */
  before(): Promise<void> {
    return this.#taken ?? this.take();
  }

  /** Looks, also when somebody has looked before. */
  take(): Promise<void> {
    const taken = this.#look();
    this.#taken = taken;
    // What failed is tried again by the next one who needs it.
    taken.catch(() => {
      if (this.#taken === taken) this.#taken = undefined;
    });
    return taken;
  }
}
