import PusherServer from "pusher";

import type { Peer } from "./peer.ts";

export interface Reply {
  status: number;
  body: unknown;
}

/** The library with which a backend speaks to the server. */
export function apiOf(peer: Peer, secret = peer.secret): PusherServer {
  const { appId, key, host, port, encryptionKey } = peer;
  return new PusherServer({
    appId,
    key,
    secret,
    host,
    port: String(port),
    useTLS: false,
    encryptionMasterKeyBase64: encryptionKey,
  });
}

/** The names of all channels that somebody is in. */
export async function channelsOf(api: PusherServer): Promise<string[]> {
  const reply = await api.get({ path: "/channels" });
  const { channels } = (await reply.json()) as { channels: object };
  return Object.keys(channels).toSorted();
}

/** What the server has replied, be it a success or a refusal. */
export async function replyTo(request: ReturnType<PusherServer["get"]>): Promise<Reply> {
  try {
    const response = await request;
    return { status: response.status, body: parse(await response.text()) };
  } catch (error) {
    if (!(error instanceof PusherServer.RequestError) || error.status === undefined) throw error;
    return { status: error.status, body: parse(error.body ?? "") };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
