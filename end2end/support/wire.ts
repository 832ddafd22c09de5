import { once } from "node:events";
import { type AddressInfo, type Server as TcpServer, type Socket, connect, createServer } from "node:net";

/** The opcodes of RFC 6455 that a server sends, and one that it must not. */
export const Opcode = { text: 0x1, binary: 0x2, close: 0x8, reserved: 0x3 } as const;

/** A frame as a server sends it: whole and without a mask. */
export function frame(opcode: number, content: string | Uint8Array): Buffer {
  const payload = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length(payload.length), payload]);
}

/** A length in the shortest of its three forms; browsers refuse a longer one. */
function length(bytes: number): Buffer {
  if (bytes < 126) return Buffer.from([bytes]);
  const wide = bytes > 0xffff;
  const form = Buffer.alloc(wide ? 9 : 3);
  form[0] = wide ? 127 : 126;
  if (wide) form.writeBigUInt64BE(BigInt(bytes), 1);
  else form.writeUInt16BE(bytes, 1);
  return form;
}

/** A wire between page and server on which a third party can speak, and which can be cut. */
export class Wire {
  readonly #listener: TcpServer;
  readonly #webSockets = new Set<Socket>();
  readonly #all = new Set<Socket>();

  private constructor(listener: TcpServer) {
    this.#listener = listener;
  }

  static async to(host: string): Promise<Wire> {
    const { hostname, port } = new URL(`http://${host}`);
    const listener = createServer();
    const wire = new Wire(listener);
    listener.on("connection", (page) => {
      const server = connect(Number(port), hostname);
      for (const socket of [page, server]) {
        wire.#all.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          wire.#all.delete(socket);
          wire.#webSockets.delete(page);
          page.destroy();
          server.destroy();
        });
      }
      page.once("data", (head) => {
        if (/^upgrade: websocket/im.test(head.toString("latin1"))) wire.#webSockets.add(page);
      });
      page.pipe(server);
      server.pipe(page);
    });
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    return wire;
  }

  get host(): string {
    return `127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** How many WebSockets run over it. */
  get connections(): number {
    return this.#webSockets.size;
  }

  /** Says something to the page, in the server's name. */
  async say(bytes: Uint8Array): Promise<void> {
    for (const page of this.#webSockets) {
      await new Promise<void>((done) => page.write(bytes, () => done()));
    }
  }

  /** Cuts every WebSocket. */
  cut(): void {
    for (const page of this.#webSockets) page.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#all) socket.destroy();
    this.#listener.close();
    await once(this.#listener, "close");
  }
}
