import { fileURLToPath } from "node:url";

/** Completes a path that begins at the project's root. */
export function path(relative: string): string {
  return fileURLToPath(new URL(`../../${relative}`, import.meta.url));
}
