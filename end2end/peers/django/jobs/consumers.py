import json

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from .models import Job, Notification

SNAPSHOT_SIZE = 10


class GroupConsumer(AsyncWebsocketConsumer):
    """A socket that belongs to one group for as long as it is open."""

    group_name = None

    async def join(self, group_name):
        # Joined before accepting: an event in between is delivered twice rather than never.
        self.group_name = group_name
        await self.channel_layer.group_add(group_name, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        if self.group_name:
            await self.channel_layer.group_discard(self.group_name, self.channel_name)

    async def send_frame(self, frame_type, **fields):
        await self.send(text_data=json.dumps({"type": frame_type, **fields}))


class NotificationConsumer(GroupConsumer):
    """One user's notifications: pushed as they happen, marked as read on request."""

    async def connect(self):
        member = self.scope["member"]
        if member is None or member.id != int(self.scope["url_route"]["kwargs"]["user_id"]):
            await self.close()
            return
        self.inbox = Notification.objects.filter(recipient=member)
        await self.join(f"notifications_{member.id}")
        await self.send_snapshot()

    async def receive(self, text_data):
        try:
            frame = json.loads(text_data)
        except json.JSONDecodeError:
            await self.send(text_data=json.dumps({"error": "Invalid JSON format"}))
            return
        match frame.get("action"):
            case "mark_read":
                await self.mark_read(frame.get("notification_id"))
            case "mark_all_read":
                await self.mark_all_read()
            case "get_unread_count":
                await self.send_unread_count()

    async def send_snapshot(self):
        unread_only = settings.SNAPSHOT == "unread"
        notifications = await self.recent(unread_only)
        if notifications or not unread_only:
            await self.send_frame("recent_notifications", notifications=notifications)
        if not unread_only:
            await self.send_unread_count()

    async def send_unread_count(self):
        await self.send_frame("unread_count", count=await self.inbox.filter(is_read=False).acount())

    async def mark_read(self, notification_id):
        if await self.inbox.filter(id=notification_id).aupdate(is_read=True):
            await self.confirm("notification_read", notification_id=notification_id)
            await self.send_unread_count()

    async def mark_all_read(self):
        marked = await self.inbox.filter(is_read=False).aupdate(is_read=True)
        await self.confirm("all_notifications_read", marked_count=marked)
        await self.send_unread_count()

    async def confirm(self, frame_type, **fields):
        if settings.READ_RECEIPTS == "group":
            event = {"type": "read_receipt", "frame_type": frame_type, "fields": fields}
            await self.channel_layer.group_send(self.group_name, event)
        else:
            await self.send_frame(frame_type, **fields)

    async def read_receipt(self, event):
        await self.send_frame(event["frame_type"], **event["fields"])

    async def notification_message(self, event):
        await self.send_frame("new_notification", notification=event["notification"])
        await self.send_unread_count()

    @database_sync_to_async
    def recent(self, unread_only):
        inbox = self.inbox.filter(is_read=False) if unread_only else self.inbox
        return [notification.as_dict() for notification in inbox[:SNAPSHOT_SIZE]]


class JobStatusConsumer(GroupConsumer):
    """One job's status, for its client and its assigned worker."""

    async def connect(self):
        job_id = self.scope["url_route"]["kwargs"]["job_id"]
        member = self.scope["member"]
        job = await Job.objects.filter(id=job_id).afirst()
        if member is None or job is None or not job.party(member):
            await self.close()
            return
        await self.join(f"job_{job_id}")

    async def receive(self, text_data):
        """Ignores what clients send: updates come from the API."""

    async def job_status_update(self, event):
        await self.send_frame("job_status_update", data=event["data"])
