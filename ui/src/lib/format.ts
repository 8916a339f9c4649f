/** Sizes, rates, times and dates as people read them, through `Intl`. */
import { locale } from "./locale";
import { say } from "./words";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;

function scaled(bytes: number): { value: number; unit: (typeof UNITS)[number] } {
  let value = Math.max(0, bytes);
  let step = 0;
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return { value, unit: UNITS[step] ?? "petabyte" };
}

function measure(value: number, unit: string, display: "short" | "long"): string {
  const digits = unit.startsWith("byte") || value >= 99.5 ? 0 : 1;
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    unitDisplay: display,
    maximumFractionDigits: digits,
  }).format(value);
}

/** `1.2 MB`, in decimal units as desktops count. */
export function bytes(count: number): string {
  const { value, unit } = scaled(count);
  return unit === "byte" ? measure(Math.round(value), unit, "long") : measure(value, unit, "short");
}

/** `38 MB/s`. */
export function rate(bytesPerSecond: number): string {
  const { value, unit } = scaled(bytesPerSecond);
  return measure(value >= 10 ? Math.round(value) : value, `${unit}-per-second`, "short");
}

/** `12 s`, `3 min`, `2 h`: one unit, rounded up, so that it is never shorter than promised. */
export function duration(seconds: number): string {
  if (seconds < 60) return say("time.seconds", { count: Math.max(1, Math.ceil(seconds)) });
  if (seconds < 3600) return say("time.minutes", { count: Math.ceil(seconds / 60) });
  return say("time.hours", { count: Math.ceil(seconds / 3600) });
}

/** Today's as a time, this year's as day and month, older ones with the year. */
export function date(at: number, now: number = Date.now()): string {
  const then = new Date(at);
  const today = new Date(now);
  if (then.toDateString() === today.toDateString()) return time(at);
  const year = then.getFullYear() === today.getFullYear() ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", ...year }).format(then);
}

/** The date and the time in full. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}

/** `14:05`. */
export function time(at: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(at));
}

/** `14:05:09`. */
export function clock(at: number): string {
  return new Intl.DateTimeFormat(locale(), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));
}

/** A number as it is, digits grouped. */
export function plain(number: number): string {
  return new Intl.NumberFormat(locale()).format(number);
}

/** `12 s`, `2:05 min`, `2 h`: how long to wait, exact while one watches it. */
export function wait(seconds: number): string {
  if (seconds < 60 || seconds >= 3600) return duration(seconds);
  const rest = String(seconds % 60).padStart(2, "0");
  return say("time.minutesSeconds", { minutes: Math.floor(seconds / 60), seconds: rest });
}

/** `10 December 1815`, for a day as the service writes it (`1815-12-10`). */
export function day(text: string): string {
  const at = Date.parse(`${text}T12:00:00Z`);
  if (Number.isNaN(at)) return text;
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/** By how much this computer's clock is off; behind the service's for a positive number of seconds. */
export function skewWords(seconds: number): string {
  const length = Math.abs(seconds);
  const minutes = Math.max(1, Math.round(length / 60));
  const halfHours = Math.round(length / 1800);
  let time = say("clock.days", { count: Math.round(length / 86_400) });
  if (minutes < 55) time = say("clock.minutes", { count: minutes });
  else if (halfHours < 96) time = say("clock.hours", { count: halfHours / 2 });
  return say(seconds > 0 ? "clock.skew.behind" : "clock.skew.ahead", { time });
}
