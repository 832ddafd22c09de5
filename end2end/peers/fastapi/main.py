"""The WebSocket server: relays what backend services broadcast to subscribed clients."""

import logging
import os
import uuid
from datetime import UTC, datetime
from typing import Any

import jwt
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel

from connections import Connections

JWT_SECRET = os.environ.get("JWT_SECRET", "development-only-jwt-secret-0123456789")
REQUIRE_TOKEN = os.environ.get("REQUIRE_TOKEN", "") not in ("", "0")
# Frames a client may send before it is closed with 4008; 0 means any number.
MESSAGE_LIMIT = int(os.environ.get("MESSAGE_LIMIT", "0"))
# "utc" ends in Z; "naive" is the bare isoformat() that older releases sent.
TIMESTAMPS = os.environ.get("TIMESTAMPS", "utc")
CORS_ALLOWED_ORIGINS = os.environ.get("CORS_ALLOWED_ORIGINS", "http://localhost:5173").split(",")

UNAUTHORIZED = 4001
RATE_LIMITED = 4008

logger = logging.getLogger("uvicorn.error")

app = FastAPI(title="PayChain WebSocket Server")
app.add_middleware(
    CORSMiddleware, allow_origins=CORS_ALLOWED_ORIGINS, allow_methods=["*"], allow_headers=["*"]
)
connections = Connections()


class Broadcast(BaseModel):
    type: str
    data: Any = None
    channel: str | None = None


@app.websocket("/ws")
async def websocket(socket: WebSocket, token: str | None = None):
    # Accepted even when the token is bad: a close before accepting reaches browsers as a bare 1006.
    await socket.accept()
    if REQUIRE_TOKEN and not is_valid(token):
        await socket.close(UNAUTHORIZED, "Unauthorized")
        return

    connection_id = str(uuid.uuid4())
    connections.add(connection_id, socket)
    logger.info("Client %s connected", connection_id)
    try:
        await socket.send_json(envelope("connected", data={"connection_id": connection_id}))
        received = 0
        while True:
            frame = await socket.receive_json()
            received += 1
            if MESSAGE_LIMIT and received > MESSAGE_LIMIT:
                await socket.close(RATE_LIMITED, "Rate limit exceeded")
                return
            await socket.send_json(reply(connection_id, frame))
    except WebSocketDisconnect:
        logger.info("Client %s disconnected", connection_id)
    except Exception as error:
        logger.error("WebSocket error for %s: %r", connection_id, error)
    finally:
        connections.remove(connection_id)


@app.post("/broadcast")
async def broadcast(message: Broadcast):
    await connections.broadcast(envelope(message.type, data=message.data), message.channel)
    return {"status": "broadcasted", "type": message.type}


@app.get("/health")
async def health():
    return {
        "status": "healthy",
        "service": "websocket-server",
        "connections": connections.stats(),
    }


@app.get("/stats")
async def stats():
    return connections.stats()


def reply(connection_id, frame):
    channels = frame.get("channels", [])
    match frame.get("type"):
        case "ping":
            return envelope("pong")
        case "subscribe":
            connections.subscribe(connection_id, channels)
            return envelope("subscribed", data={"channels": channels})
        case "unsubscribe":
            connections.unsubscribe(connection_id, channels)
            return envelope("unsubscribed", data={"channels": channels})
        case unknown:
            message = f"Unknown message type: {unknown}"
            return envelope("error", error={"code": "UNKNOWN_TYPE", "message": message})


def envelope(frame_type, **fields):
    return {"type": frame_type, **fields, "timestamp": timestamp()}


def timestamp():
    now = datetime.now(UTC).replace(tzinfo=None)
    if TIMESTAMPS == "naive":
        return now.isoformat()
    return now.isoformat(timespec="milliseconds") + "Z"


def is_valid(token):
    options = {"require": ["sub", "exp"]}
    try:
        jwt.decode(token or "", JWT_SECRET, algorithms=["HS256"], options=options)
        return True
    except jwt.InvalidTokenError:
        return False
