/** What is said anywhere. */
import type { Catalogue } from "./catalogue";

export const GENERAL = {
  app: "Gatehouse",
  back: "Back",
  cancel: "Cancel",
  close: "Close",
  optional: "optional",
  "try-again": "Try again",
  copied: "Copied",
  "copied.not": "The text could not be copied",
  messages: "Messages",
  "time.seconds": "{count} s",
  "time.minutes": "{count} min",
  "time.minutesSeconds": "{minutes}:{seconds} min",
  "time.hours": "{count} h",
  "problem.unexpected.title": "Something went wrong",
  "problem.unexpected.detail": "Gatehouse could not finish this. Nothing was lost.",
  "problem.said": "The service says: “{sentence}”",
  "problem.wait": "Try again in {time}",
  "problem.copyRequest": "Copy the request",
  "problem.reference": "Reference {reference}",

  "notice.sessionInMemory.title": "You will be signed out when you close Gatehouse",
  "notice.sessionInMemory.detail": "This computer’s keyring is locked or missing, so the session is kept in memory only.",
  "notice.sandboxRestored.title": "The sandbox starts anew",
  "notice.sandboxRestored.detail": "Its data was damaged. A copy is kept beside it.",

  "status": "Status",
} as const satisfies Catalogue;
