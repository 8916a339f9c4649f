/** The jobs that take a while: copying, moving, deleting, bringing back. */
import type { JobsView, JobView } from "./bindings";
import { say } from "./words";

const NO_JOBS: JobsView = { active: 0, total: 0, rows: [] };

interface Looked {
  location: { id: string } | null;
  folder: string;
}

export class Jobs {
  view = $state.raw<JobsView>(NO_JOBS);

  /** Takes what the core pushes, and gives the jobs that have ended with it. */
  take(view: JobsView): JobView[] {
    const before = new Map(this.view.rows.map((job) => [job.id, job]));
    this.view = view;
    return view.rows.filter((job) => {
      const known = before.get(job.id);
      return !isActive(job) && (known ? isActive(known) : isFresh(job, before.size > 0));
    });
  }

  /** Whether a job may have changed the folder that is looked at. */
  touches(job: JobView, looked: Looked): boolean {
    const below = (location: string | null, folder: string | null): boolean =>
      location === looked.location?.id && (folder ?? "").startsWith(looked.folder);
    const within = (location: string | null, folder: string | null): boolean =>
      location === looked.location?.id && looked.folder.startsWith(folder ?? "");
    return [
      [job.location, job.folder],
      [job.toLocation, job.toFolder],
    ].some(([location = null, folder = null]) => below(location, folder) || within(location, folder));
  }
}

/** A job so short that it is first seen when it is over. A list that arrives whole tells nothing new. */
function isFresh(job: JobView, follows: boolean): boolean {
  return follows || job.id === 1;
}

export function isActive(job: JobView): boolean {
  return job.state === "waiting" || job.state === "running";
}

/** What a job is about. */
export function nameOf(job: JobView): string {
  return job.items === 1
    ? say(`job.${job.kind}.one`, { name: job.name })
    : say(`job.${job.kind}.many`, { count: job.items });
}

/** How a job stands. */
export function stateOf(job: JobView): string {
  const facts: (string | null)[] = [];
  if (job.state === "waiting") facts.push(say("job.waiting"));
  else if (job.state === "running") facts.push(say(job.counting ? "job.counting" : "job.running", counts(job)));
  else if (job.state === "done") facts.push(say("job.done", { count: job.done }));
  else if (job.state === "cancelled") facts.push(say(moves(job) ? "job.cancelled.move" : "job.cancelled", counts(job)));
  else facts.push(say("job.partly", { done: job.done, failed: job.failed }));
  if (job.skipped > 0) facts.push(say("job.skipped", { count: job.skipped }));
  if (job.inBoth > 0) facts.push(say("job.inBoth", { count: job.inBoth }));
  return facts.filter(Boolean).join(" · ");
}

const counts = ({ done, total }: JobView): Record<string, number> => ({ done, total });

const moves = (job: JobView): boolean => job.kind === "move" || job.kind === "rename";

/** How a job ended, as it is read out. */
export function spokenOf(job: JobView): string {
  const name = nameOf(job);
  if (job.state === "partly") return say("job.spoken.partly", { name });
  return say(job.state === "failed" ? "job.spoken.failed" : "job.spoken.done", { name });
}
