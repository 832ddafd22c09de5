import { once } from "node:events";
import { type IncomingMessage, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import PusherServer from "pusher";

import { ALICE, BOB, type Person, publicFace } from "./peer.ts";

/** What it encrypts with: 32 bytes that are no secret. */
export const ENCRYPTION_KEY = Buffer.alloc(32, "bellwire").toString("base64");

type Answer = [status: number, body: object];

/** A backend that vouches for its users in the way Laravel does. */
export class Authority {
  readonly #listener: Server;
  readonly #pusher: PusherServer;
  readonly #people = new Map([ALICE, BOB].map((person) => [this.token(person), person]));

  private constructor(listener: Server, key: string, secret: string) {
    this.#listener = listener;
    this.#pusher = new PusherServer({
      appId: "1",
      key,
      secret,
      host: "127.0.0.1",
      encryptionMasterKeyBase64: ENCRYPTION_KEY,
    });
  }

  static async start(key: string, secret: string): Promise<Authority> {
    const listener = createServer();
    const authority = new Authority(listener, key, secret);
    listener.on("request", async (request, response) => {
      const [status, body] = await authority.#answer(request);
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    return authority;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  token(person: Person): string {
    return `token-of-${person.name}`;
  }

  async close(): Promise<void> {
    this.#listener.closeAllConnections();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const form = new URLSearchParams(await text(request));
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const person = token && this.#people.get(token);
    if (!person) return [401, { message: "Unauthenticated." }];
    const socketId = form.get("socket_id") ?? "";
    switch (`${request.method} ${request.url}`) {
      case "POST /broadcasting/auth":
        return this.#authorize(person, socketId, form.get("channel_name") ?? "");
      case "POST /broadcasting/user-auth":
        return [200, this.#authenticate(person, socketId)];
      default:
        return [404, { message: "Not Found" }];
    }
  }

  #authenticate(person: Person, socketId: string): object {
    return this.#pusher.authenticateUser(socketId, { id: person.id, user_info: publicFace(person) });
  }

  #authorize(person: Person, socketId: string, channel: string): Answer {
    const owner = /^private-user\.(.+)$/.exec(channel)?.[1];
    if (owner !== undefined && owner !== person.id) {
      return [403, { message: "This action is unauthorized." }];
    }
    const member = { user_id: person.id, user_info: publicFace(person) };
    const seen = channel.startsWith("presence-") ? member : undefined;
    return [200, this.#pusher.authorizeChannel(socketId, channel, seen)];
  }
}
