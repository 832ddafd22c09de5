"""Serves the WebSocket server with uvicorn."""

import argparse

import uvicorn


class AnnouncingServer(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets=sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()
            print(f"listening on http://{host}:{port}", flush=True)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("-b", "--bind", default="127.0.0.1")
parser.add_argument("-p", "--port", type=int, default=8080, help="0 picks a free one")
parser.add_argument("--ping-interval", type=float, default=20)
parser.add_argument("--ping-timeout", type=float, default=20)
arguments = parser.parse_args()

AnnouncingServer(
    uvicorn.Config(
        "main:app",
        host=arguments.bind,
        port=arguments.port,
        ws_ping_interval=arguments.ping_interval,
        ws_ping_timeout=arguments.ping_timeout,
    )
).run()
