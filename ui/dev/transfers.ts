/** What the pretended core answers to whoever steers transfers. */
export const STEERING: Record<string, () => unknown> = {
  cancel_transfer: () => null,
  pause_transfer: () => null,
  resume_transfer: () => null,
  move_transfer: () => null,
  decide_transfer: () => null,
  transfer_settings: () => ({ atOnce: 3, limit: null, uploads: "keepBoth", downloads: "keepBoth" }),
  set_transfer_settings: () => null,
  retry_transfer: () => null,
  reveal_transfer: () => null,
};
