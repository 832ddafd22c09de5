import type { CDPSession, Page } from "@playwright/test";

/** A node as the browser hands it to screen readers; of what the protocol tells, what is used. */
interface AxNode {
  nodeId: string;
  parentId?: string;
  childIds?: string[];
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  description?: { value: string };
  value?: { value: string | number };
  properties?: { name: string; value: { value?: unknown } }[];
}

/** What people are told of a node when it is so. */
const STATES = ["focusable", "focused", "disabled", "busy", "modal"];
/** What people are told of a node either way. */
const VALUES = ["expanded", "selected", "checked", "hasPopup"];
/** Roles that have nothing in them but what is in their names. */
const LEAVES = ["button", "checkbox", "option", "radio", "switch", "tab"];

/**
 * The accessibility tree of a page, as the browser hands it to screen readers: a line for each
 * node, with its role, its name and its states.
 */
export async function accessibilityTree(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  try {
    let [last, tree] = ["", await read(session)];
    // Whatever has just changed on the page may not have come to the tree.
    while (tree !== last) [last, tree] = [tree, await read(session)];
    return tree;
  } finally {
    await session.detach();
  }
}

async function read(session: CDPSession): Promise<string> {
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: AxNode[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines: string[] = [];
  const write = (node: AxNode, depth: number) => {
    if (node.role?.value === "InlineTextBox") return;
    const told = describe(node);
    if (told !== undefined) lines.push("  ".repeat(depth) + told);
    if (told !== undefined && LEAVES.includes(node.role?.value ?? "")) return;
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      // A heading's name is its text.
      const isName = told?.startsWith("heading") && child?.role?.value === "StaticText";
      if (child !== undefined && !isName) write(child, depth + (told === undefined ? 0 : 1));
    }
  };
  const root = nodes.find(({ parentId }) => parentId === undefined);
  if (root !== undefined) write(root, 0);
  return `${lines.join("\n")}\n`;
}

/** A node in a line; nothing for one of which nobody is told. */
function describe(node: AxNode): string | undefined {
  const role = node.role?.value ?? "none";
  if (node.ignored || role === "none") return undefined;
  const name = node.name?.value ?? "";
  if (role === "RootWebArea") return `page ${JSON.stringify(name)}`;
  const words = [role === "StaticText" ? "text" : role];
  if (name !== "") words.push(JSON.stringify(name));
  for (const { name, value } of node.properties ?? []) {
    if (STATES.includes(name) && value.value === true) words.push(name);
    if (VALUES.includes(name)) words.push(`${name}=${String(value.value)}`);
    if (name === "level" && role === "heading") words.push(`level=${String(value.value)}`);
  }
  const { value, description } = node;
  if (value?.value) words.push(`value=${JSON.stringify(value.value)}`);
  if (description?.value) words.push(`description=${JSON.stringify(description.value)}`);
  // What is only there for its looks.
  return words.length === 1 && role === "generic" ? undefined : words.join(" ");
}

/** What is wrong with a tree, whatever it is a tree of; each fault in a line. */
export function faultsOf(tree: string): string[] {
  const lines = tree.split("\n");
  return lines.flatMap((line, index) => {
    const found = /^ *(?<role>\w+)(?: (?<name>"(?:[^"\\]|\\.)*"))?(?<rest>.*)$/.exec(line)?.groups;
    if (found === undefined) return [];
    const { role = "", name, rest = "" } = found;
    const faults = [];
    // What is said of a step has the focus when the step is over, and nothing but its text.
    if (name === undefined && rest.includes("focusable") && role !== "status") faults.push("no name");
    if (role === "generic" && (name ?? rest) !== "") faults.push("told of something that is nothing");
    if (name !== undefined && rest.includes(`description=${name}`)) faults.push("described as it is named");
    if (role === "listitem" && name !== undefined && lines[index + 1]?.trim() === `text ${name}`) {
      faults.push("named as it is written");
    }
    return faults.map((fault) => `${fault}: ${line.trim()}`);
  });
}
