"""Creates the tables if they are missing, then serves HTTP and WebSockets."""

import argparse
import os
import sys

# Before anything else that could start Twisted: it installs the asyncio reactor.
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("-b", "--bind", default="127.0.0.1")
parser.add_argument("-p", "--port", type=int, default=8000, help="0 picks a free one")
parser.add_argument("--ping-interval", type=int, default=20, help="seconds without a frame")
parser.add_argument("--ping-timeout", type=int, default=30, help="seconds to wait for the pong")
arguments = parser.parse_args()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eclean.settings")
from eclean.asgi import application  # noqa: E402
from django.core.management import call_command  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)


def announce():
    host, port = server.listening_addresses[0]
    print(f"listening on http://{host}:{port}", flush=True)


server = Server(
    application,
    endpoints=build_endpoint_description_strings(host=arguments.bind, port=arguments.port),
    ping_interval=arguments.ping_interval,
    ping_timeout=arguments.ping_timeout,
    ready_callable=announce,
)
server.run()
if not server.listening_addresses:
    sys.exit(f"cannot listen on {arguments.bind}:{arguments.port}")
