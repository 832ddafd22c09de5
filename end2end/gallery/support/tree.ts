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

/** Properties that people are told of; the others are about where nodes come from. */
const STATES = [
  "focusable",
  "focused",
  "expanded",
  "hasPopup",
  "selected",
  "checked",
  "disabled",
  "busy",
  "modal",
  "level",
  "live",
];

/** Lines of a text, as they are laid out: nothing that anybody is told of. */
const LAYOUT = new Set(["InlineTextBox"]);

/**
 * The accessibility tree of a page, as the browser hands it to screen readers: a line for each node,
 * with its role, its name and its states.
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
    const children = (node.childIds ?? []).flatMap((id) => byId.get(id) ?? []);
    const role = node.role?.value ?? "";
    if (LAYOUT.has(role)) return;
    const isShown = !node.ignored && role !== "none";
    if (isShown) lines.push("  ".repeat(depth) + line(node, role));
    for (const child of children) {
      // A name that is a node's only text is said once.
      const isName = isShown && children.length === 1 && isText(child) && name(child) === name(node);
      if (!isName) write(child, depth + (isShown ? 1 : 0));
    }
  };
  const root = nodes.find(({ parentId }) => parentId === undefined);
  if (root !== undefined) write(root, 0);
  return `${lines.join("\n")}\n`;
}

function line(node: AxNode, role: string): string {
  const words = [isText(node) ? "text" : role];
  if (name(node) !== "") words.push(JSON.stringify(name(node)));
  for (const { name, value } of node.properties ?? []) {
    if (!STATES.includes(name) || value.value === false || value.value === "false") {
      if (!["expanded", "checked", "selected"].includes(name)) continue;
    }
    words.push(value.value === true ? name : `${name}=${String(value.value)}`);
  }
  if (node.value?.value !== undefined && node.value.value !== "") {
    words.push(`value=${JSON.stringify(node.value.value)}`);
  }
  if (node.description?.value) words.push(`description=${JSON.stringify(node.description.value)}`);
  return words.join(" ");
}

function isText(node: AxNode): boolean {
  return node.role?.value === "StaticText";
}

function name(node: AxNode): string {
  return node.name?.value ?? "";
}
