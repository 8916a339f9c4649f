/** What is said about who is signed in and what they may change. */
import type { Catalogue } from "./catalogue";

export const ACCOUNT = {
  "account.menu": "Account of {name}",
  "account.email": "Email",
  "account.phone": "Phone",
  "account.groups": "Groups",
  "account.identity": "Identity",
  "account.username": "User name",
  "account.lastSignIn": "Signed in",
  "account.remembered": "Stays signed in on this computer",
  "account.notRemembered": "Signed out when Gatehouse closes",
  "account.copyIdentity": "Copy identity",
  "account.signOut": "Sign out",
  "account.signOut.hint": "Ends this session and forgets it on this computer.",
  "account.signOutEverywhere": "Sign out everywhere",
  "account.signOutEverywhere.title": "Sign out everywhere?",
  "account.signOutEverywhere.detail": "Every device must sign in again. A device that is in use right now may keep access to files for up to an hour.",
  "account.transfersRunning": { one: "{count} transfer is still running and will stop.", other: "{count} transfers are still running and will stop." },
  "account.theme": "Theme",
  "theme.system": "System",
  "theme.light": "Light",
  "theme.dark": "Dark",
  "account.version": "Gatehouse {version}, connected to {connection}",
} as const satisfies Catalogue;
