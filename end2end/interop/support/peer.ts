/** Someone who can sign in. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

export const ALICE: Person = { id: "1", name: "Alice" };
export const BOB: Person = { id: "2", name: "Bob" };

/** What others see of a person in a presence channel. */
export function publicFace({ id, name }: Person): { id: number; name: string } {
  return { id: Number(id), name };
}

/** A running server that speaks Pusher's protocol, and a backend that vouches for its users. */
export interface Peer {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /** The 32 bytes, in Base64, with which the backend encrypts for `private-encrypted-` channels. */
  readonly encryptionKey: string;
  /**
   * Lets everybody into every private and presence channel, except that `private-user.ID` is for
   * that user alone: who is refused gets a 403.
   */
  readonly authEndpoint: string;
  readonly userAuthEndpoint: string;
  /** The bearer token by which both endpoints know a person. */
  token(person: Person): string;
  /** Settles when the server is gone. */
  readonly ended: Promise<unknown>;
  /** Kills the server, without a chance to say goodbye. */
  kill(): Promise<void>;
  /** Starts it again in the same place. It has forgotten everything. */
  restart(): Promise<void>;
  /** Ends all that belongs to it. */
  close(): Promise<void>;
}
