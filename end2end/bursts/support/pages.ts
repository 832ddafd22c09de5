import { cp, mkdir, rm } from "node:fs/promises";

import { build } from "esbuild";

import { path } from "../../support/paths.ts";

/** A page that is told what to show by events of its window: `toast`, `notification`, `news`, `clear`. */
export interface Subject {
  name: "Bellwire" | "sonner";
  address: string;
  /** What a toast is on the page. */
  toast: string;
}

export const SUBJECTS: Subject[] = [
  {
    name: "Bellwire",
    address: "/bellwire/?only=under-load",
    toast: ".bw-toast",
  },
  {
    name: "sonner",
    address: "/sonner/",
    toast: "[data-sonner-toast]",
  },
];

/** A folder to be served with both pages, as they are released. */
export async function pagesFolder(): Promise<string> {
  const folder = path("target/end2end/bursts");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(path("dist/demo/gallery"), `${folder}/bellwire`, { recursive: true });
  await cp(path("end2end/bursts/peer/index.html"), `${folder}/sonner/index.html`);
  await build({
    entryPoints: [path("end2end/bursts/peer/page.tsx")],
    outfile: `${folder}/sonner/page.js`,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return folder;
}
