import type { Peer } from "./peer.ts";
import { Soketi } from "./soketi.ts";
import { Stub } from "./stub.ts";

/** How to start each server that the suite knows. */
export const PEERS: Readonly<Record<string, () => Promise<Peer>>> = {
  "server-stub": () => Stub.start(),
  soketi: () => Soketi.start(),
};
