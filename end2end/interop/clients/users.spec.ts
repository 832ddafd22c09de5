// Users who sign in to their connection.

import { type Client, signedIn } from "../support/client.ts";
import type { Diary } from "../support/diary.ts";
import { ALICE, BOB, publicFace } from "../support/peer.ts";
import { expect, test } from "../support/test.ts";

async function signIn({ pusher }: Client): Promise<Diary> {
  pusher.signin();
  return signedIn(pusher);
}

/** Expects that it is said why, and that the connection is then closed. */
async function expectClosed(connection: Diary): Promise<void> {
  const [said, closed] = [await connection.next("error"), await connection.next("error")];
  expect(said).toMatchObject({ data: { code: 4009, message: expect.any(String) } });
  expect(closed).toMatchObject({ data: { code: 4009 } });
  await connection.next("disconnected");
}

test("who signs in is known to the client", async ({ connect }) => {
  const client = await connect(ALICE);
  await signIn(client);
  expect(client.pusher.user.user_data).toEqual({ id: "1", user_info: publicFace(ALICE) });
});

test("an event for a user reaches each of its connections, and nobody else", async ({ connect, api }) => {
  const windows = [await connect(ALICE), await connect(ALICE), await connect(BOB)];
  const [first, second, other] = await Promise.all(windows.map(signIn));
  await api.sendToUser("1", "wallet.updated", { balance: 145 });
  expect(await first!.next("wallet.updated")).toEqual({ balance: 145 });
  expect(await second!.next("wallet.updated")).toEqual({ balance: 145 });
  await api.sendToUser("2", "done", {});
  await other!.next("done");
  // pusher-js would not pass it on, but it would be there to be read.
  expect(windows[2]!.frames.names).not.toContain("wallet.updated");
});

test("a user's connections are closed for good, and nobody else's", async ({ connect, api }) => {
  const windows = [await connect(ALICE), await connect(ALICE), await connect(BOB)];
  const [, , other] = await Promise.all(windows.map(signIn));
  await api.terminateUserConnections("1");
  for (const { connection } of windows.slice(0, 2)) {
    await expectClosed(connection);
    expect(connection.names).not.toContain("connecting_in");
  }
  await api.sendToUser("2", "done", {});
  await other!.next("done");
  expect(windows[2]!.pusher.connection.state).toBe("connected");
});

test("a wrong signature at sign-in closes the connection for good", async ({ connect, peer }) => {
  const { pusher, connection } = await connect(ALICE, {
    userAuthentication: {
      customHandler: (_, done) =>
        done(null, { auth: `${peer.key}:${"0".repeat(64)}`, user_data: JSON.stringify({ id: "1" }) }),
    },
  });
  pusher.signin();
  await expectClosed(connection);
});
