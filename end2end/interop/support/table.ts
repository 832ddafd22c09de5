import { basename } from "node:path";

import type { FullConfig, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

import { versions } from "./versions.ts";

/** Prints what each server can do. */
export default class Table implements Reporter {
  #servers: string[] = [];
  readonly #obstacles = new Set<string>();
  readonly #features = new Map<string, Map<string, string>>();

  onBegin({ projects }: FullConfig): void {
    this.#servers = projects.map(({ name }) => name);
  }

  onTestEnd(test: TestCase, { status, annotations }: TestResult): void {
    const skipped = annotations.find(({ type, description }) => type === "skip" && description);
    if (skipped) this.#obstacles.add(skipped.description!);
    const feature = `${basename(test.location.file, ".spec.ts")}: ${test.title}`;
    const row = this.#features.get(feature) ?? new Map<string, string>();
    this.#features.set(feature, row);
    const topics = annotations.filter(({ type }) => type === "deviation");
    const differs = topics.map(({ description }) => description).join(", ");
    const passed = differs === "" ? "yes" : `differs: ${differs}`;
    row.set(test.parent.project()!.name, status === "passed" ? passed : status);
  }

  onEnd(): void {
    const rows = [...this.#features].map(([feature, row]) => [
      feature,
      ...this.#servers.map((server) => row.get(server) ?? ""),
    ]);
    const table = [["Feature", ...this.#servers], ...rows];
    const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
    const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ");
    const [head, ...body] = table.map(line);
    const rule = line(widths.map((width) => "-".repeat(width)));
    console.log(`\n${versions()}`);
    for (const obstacle of this.#obstacles) console.log(`\nNot everything was tried: ${obstacle}.`);
    console.log(`\n| ${[head, rule, ...body].join(" |\n| ")} |`);
  }
}
