import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

import { type Figures, MEASURES } from "./figures.ts";
import { SUBJECTS } from "./pages.ts";

/** Prints what was measured, Bellwire beside sonner; as JSON where `BURSTS_AS_JSON` is set. */
export default class Table implements Reporter {
  readonly #all: Figures[] = [];

  onTestEnd({ title }: TestCase, { status, attachments, duration, error }: TestResult): void {
    // The standard output is for the table.
    console.error(`${status}: ${title} (${Math.round(duration / 1_000)} s)`);
    if (error) console.error(error.stack);
    const figures = attachments.find(({ name }) => name === "figures")?.body;
    if (!figures) return;
    const measured = JSON.parse(figures.toString()) as Figures;
    this.#all.push(measured);
    // The table comes last, and all of it takes half an hour.
    const cells = MEASURES.map(([measure, of]) => `${measure} ${number(of(measured))}`);
    console.error(`  ${cells.join("; ")}`);
  }

  onEnd(): void {
    console.log(process.env["BURSTS_AS_JSON"] ? JSON.stringify(this.#all, null, 2) : this.#table());
  }

  #table(): string {
    const nameOf = ({ scenario, slowdown }: Figures) => `${scenario}, ${slowdown}×`;
    const rows = [...new Set(this.#all.map(nameOf))].flatMap((name) => {
      const both = SUBJECTS.map((subject) =>
        this.#all.find((figures) => nameOf(figures) === name && figures.subject === subject.name),
      );
      return MEASURES.map(([measure, of], index) => {
        const values = both.map((figures) => (figures ? of(figures) : null));
        return [index === 0 ? name : "", measure, ...values.map(number), ratio(values)];
      });
    });
    const table = [["burst, slowdown of the processor", "", "Bellwire", "sonner", "ratio"], ...rows];
    const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
    const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ");
    const [head, ...body] = table.map(line);
    const rule = line(widths.map((width) => "-".repeat(width)));
    return `| ${[head, rule, ...body].join(" |\n| ")} |`;
  }
}

/** What was not to be had is a page that was not done within a minute. */
function number(value: number | null): string {
  if (value === null) return "not done";
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en");
}

/** How many times sonner's is Bellwire's. */
function ratio([bellwire, sonner]: (number | null)[]): string {
  return bellwire && sonner ? `${(sonner / bellwire).toFixed(1)}×` : "";
}
