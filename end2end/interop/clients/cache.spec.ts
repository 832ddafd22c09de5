// Channels that keep their last event.

import { expect, test } from "../support/test.ts";

for (const channel of ["cache-job.1", "private-cache-job.1", "presence-cache-job.1"]) {
  test(`who comes first learns that nothing is kept (${channel})`, async ({ connect }) => {
    const job = (await connect()).subscribe(channel);
    await job.next("pusher:cache_miss");
    expect(job.names).toEqual(["pusher:subscription_succeeded", "pusher:cache_miss"]);
  });

  test(`who comes late is told the last event (${channel})`, async ({ connect, api }) => {
    const first = await (await connect()).join(channel);
    await api.trigger(channel, "job.updated", { status: "claimed" });
    await api.trigger(channel, "job.updated", { status: "completed" });
    await first.next("job.updated");
    await first.next("job.updated");

    const late = (await connect()).subscribe(channel);
    expect(await late.next("job.updated")).toEqual({ status: "completed" });
    expect(late.names).toEqual(["pusher:subscription_succeeded", "job.updated"]);
  });
}
