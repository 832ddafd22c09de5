import { expect } from "@playwright/test";
import Echo from "laravel-echo";

import { Diary } from "./diary.ts";
import type { Peer, Person } from "./peer.ts";
import { type Options, Pusher, PusherForEcho } from "./pusher-js.ts";

/** pusher-js, and what it hears. */
export class Client {
  readonly pusher: Pusher;
  readonly connection: Diary;
  /** Every frame under the name of its event. */
  readonly frames = new Diary();

  constructor(peer: Peer, person: Person, options: Partial<Options> = {}, key = peer.key) {
    const headers = { Authorization: `Bearer ${peer.token(person)}` };
    this.pusher = new Pusher(key, {
      cluster: "",
      wsHost: peer.host,
      wsPort: peer.port,
      forceTLS: false,
      enabledTransports: ["ws"],
      channelAuthorization: { transport: "ajax", endpoint: peer.authEndpoint, headers },
      userAuthentication: { transport: "ajax", endpoint: peer.userAuthEndpoint, headers },
      ...options,
    });
    this.connection = Diary.of(this.pusher.connection);
    this.pusher.connection.bind("message", (frame: { event: string }) => {
      this.frames.note(frame.event, frame);
    });
  }

  get socketId(): string {
    return this.pusher.connection.socket_id;
  }

  /** Asks for a channel, and does not wait for it. */
  subscribe(channel: string): Diary {
    return Diary.of(this.pusher.subscribe(channel));
  }

  /** Asks for a channel, and waits until it is there. */
  async join(channel: string): Promise<Diary> {
    const diary = this.subscribe(channel);
    await diary.next("pusher:subscription_succeeded");
    return diary;
  }

  /** Waits until the server has seen all that was said to it. */
  async settled(): Promise<void> {
    this.pusher.send_event("pusher:ping", {});
    await this.frames.next("pusher:pong");
  }
}

/** Waits until the user has signed in and is subscribed to what is said to it alone. */
export async function signedIn({ user }: Pusher): Promise<Diary> {
  const diary = Diary.of(user);
  await expect.poll(() => user.serverToUserChannel?.subscribed).toBe(true);
  return diary;
}

/** Echo as Laravel's documents set it up. */
export function echoOf(peer: Peer, person: Person): Echo<"reverb"> {
  return new Echo({
    broadcaster: "reverb",
    Pusher: PusherForEcho,
    key: peer.key,
    wsHost: peer.host,
    wsPort: peer.port,
    forceTLS: false,
    enabledTransports: ["ws"],
    authEndpoint: peer.authEndpoint,
    userAuthentication: { transport: "ajax", endpoint: peer.userAuthEndpoint, headers: {} },
    bearerToken: peer.token(person),
  });
}
