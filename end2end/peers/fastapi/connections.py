from fastapi import WebSocket


class Connections:
    """The open sockets by connection id, and which channels each one subscribed to."""

    def __init__(self):
        self.sockets: dict[str, WebSocket] = {}
        self.subscribers: dict[str, set[str]] = {}

    def add(self, connection_id, socket):
        self.sockets[connection_id] = socket

    def remove(self, connection_id):
        self.sockets.pop(connection_id, None)
        for subscribers in self.subscribers.values():
            subscribers.discard(connection_id)

    def subscribe(self, connection_id, channels):
        for channel in channels:
            self.subscribers.setdefault(channel, set()).add(connection_id)

    def unsubscribe(self, connection_id, channels):
        for channel in channels:
            self.subscribers.get(channel, set()).discard(connection_id)

    async def broadcast(self, frame, channel=None):
        """Sends to a channel's subscribers, or to everyone when no channel is named."""
        members = self.sockets if channel is None else self.subscribers.get(channel, ())
        # A copy: connections come and go while the sends are awaited.
        for connection_id in list(members):
            try:
                await self.sockets[connection_id].send_json(frame)
            except Exception:
                self.remove(connection_id)

    def stats(self):
        by_channel = {channel: len(ids) for channel, ids in self.subscribers.items() if ids}
        return {"total": len(self.sockets), "by_channel": by_channel}
