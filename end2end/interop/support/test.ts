import { test as base } from "@playwright/test";
import type Echo from "laravel-echo";
import type PusherServer from "pusher";

import { apiOf } from "./api.ts";
import { BEHAVIOUR, type Expected, type Topic } from "./behaviour.ts";
import { Client, echoOf } from "./client.ts";
import { ALICE, type Peer, type Person } from "./peer.ts";
import { PEERS, obstacleOf } from "./peers.ts";
import type { Options } from "./pusher-js.ts";
import { Socket } from "./socket.ts";

interface Fixtures {
  /** A fresh server. */
  peer: Peer;
  /** What to expect of this server; the table at the end shows where that is a deviation. */
  expected: <T extends Topic>(topic: T) => Expected<T>;
  /** The HTTP library. */
  api: PusherServer;
  /** A client that is connected. */
  connect: (person?: Person, options?: Partial<Options>) => Promise<Client>;
  /** Echo, which is connecting. */
  echo: (person?: Person) => Echo<"reverb">;
  /** A bare WebSocket on which the server has said its welcome. */
  open: () => Promise<Socket>;
}

export const test = base.extend<Fixtures>({
  peer: async ({}, use, { project, skip }) => {
    const obstacle = obstacleOf(project.name);
    skip(obstacle !== undefined, obstacle ?? "");
    const peer = await PEERS[project.name]!();
    await use(peer);
    await peer.close();
  },
  expected: async ({ peer }, use, { annotations }) => {
    await use((topic) => {
      const known: Record<string, unknown> = BEHAVIOUR[topic];
      const deviates = peer.name in known;
      if (deviates) annotations.push({ type: "deviation", description: topic });
      return known[deviates ? peer.name : "documented"] as never;
    });
  },
  api: async ({ peer }, use) => use(apiOf(peer)),
  connect: async ({ peer }, use) => {
    const clients: Client[] = [];
    await use(async (person = ALICE, options) => {
      const client = new Client(peer, person, options);
      clients.push(client);
      await client.connection.next("connected");
      return client;
    });
    for (const { pusher } of clients) pusher.disconnect();
  },
  echo: async ({ peer }, use) => {
    const echoes: Echo<"reverb">[] = [];
    await use((person = ALICE) => {
      const echo = echoOf(peer, person);
      echoes.push(echo);
      return echo;
    });
    for (const echo of echoes) echo.disconnect();
  },
  open: async ({ peer }, use) => {
    const sockets: Socket[] = [];
    await use(async () => {
      const socket = new Socket(peer);
      sockets.push(socket);
      await socket.frames.next("pusher:connection_established");
      return socket;
    });
    for (const socket of sockets) socket.close();
  },
});

export { expect } from "@playwright/test";
