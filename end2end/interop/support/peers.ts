import type { Peer } from "./peer.ts";
import { Soketi } from "./soketi.ts";
import { Stub } from "./stub.ts";

/** How to start each server that the suite knows. */
export const PEERS: Readonly<Record<string, () => Promise<Peer>>> = {
  "server-stub": () => Stub.start(),
  soketi: () => Soketi.start(),
};

/** The ABI of Node 20. */
const NODE_20 = "115";

/** Why a server cannot be compared with on this machine, if it cannot. */
export function obstacleOf(name: string): string | undefined {
  if (name !== "soketi" || process.versions.modules === NODE_20) return undefined;
  // It then runs on an imitation of its library for sockets, which behaves differently.
  return `soketi needs Node 20, for which its socket library was built; this is ${process.version}`;
}
