// Starts soketi on the port that is given and tells its parent when it listens.

const { Server } = require("@soketi/soketi");

class Alone extends Server {
  /** Looks for no others: that would broadcast by UDP, on every address of the machine. */
  async configureDiscovery() {}
}

const port = Number(process.argv[2]);
const server = new Alone({
  host: "127.0.0.1",
  port,
  // It listens for those who ask for metrics also when it has none to tell.
  "metrics.host": "127.0.0.1",
  "metrics.port": 0,
  "appManager.array.apps": [
    {
      id: "1",
      key: "sharedjox",
      secret: "sharedjox-secret",
      enabled: true,
      enableClientMessages: true,
      enableUserAuthentication: true,
      webhooks: [],
    },
  ],
});

// A parent that is gone leaves nothing behind.
process.on("disconnect", () => process.exit());
// What its own command line does about a bug.
process.on("uncaughtException", () => server.stop().then(() => process.exit(1)));
server.start(({ serverProcess }) => {
  if (!serverProcess) throw new Error(`port ${port} is taken`);
  process.send("listening");
});
