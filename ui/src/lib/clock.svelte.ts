/** The time of day as something that changes by itself: whoever shows it is told once a second, and only while shown. */
import { createSubscriber } from "svelte/reactivity";

const SECOND = 1000;

class Clock {
  readonly #watch = createSubscriber((update) => {
    const timer = setInterval(update, SECOND);
    return () => clearInterval(timer);
  });

  /** How many seconds the service's clock was moved ahead, where the app goes along. */
  #ahead = $state(0);

  put(ahead: number): void {
    this.#ahead = ahead;
  }

  /** Now, in milliseconds since the Unix epoch. */
  get now(): number {
    this.#watch();
    return this.moment;
  }

  /** The same, once. */
  get moment(): number {
    return Date.now() + this.#ahead * SECOND;
  }

  /** How many whole seconds are left until `at`, never below 0. */
  secondsUntil(at: number): number {
    return Math.max(0, Math.ceil((at - this.now) / SECOND));
  }
}

export const clock = new Clock();
