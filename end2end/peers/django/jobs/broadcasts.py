"""What the API tells open sockets, once its transaction has committed."""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Notification


def notify(recipient, notification_type, title, message, job, priority="medium", action_url=None):
    """Stores a notification and pushes it to the recipient's sockets."""
    notification = Notification.objects.create(
        recipient=recipient,
        notification_type=notification_type,
        title=title,
        message=message,
        priority=priority,
        action_url=action_url or f"/jobs?job={job.id}",
        job=job,
    )
    fields = notification.as_dict()
    if settings.PUSH == "slim":
        del fields["priority"], fields["job_id"]
    send_to_group(
        f"notifications_{recipient.id}", {"type": "notification_message", "notification": fields}
    )


def broadcast_job_status_update(job, event, **fields):
    data = {
        "event": event,
        "job_id": job.id,
        "worker_marked_complete": job.worker_marked_complete,
        "client_marked_complete": job.client_marked_complete,
        **fields,
        "timestamp": timezone.now().isoformat(),
    }
    send_to_group(f"job_{job.id}", {"type": "job_status_update", "data": data})


def send_to_group(group_name, event):
    group_send = async_to_sync(get_channel_layer().group_send)
    transaction.on_commit(lambda: group_send(group_name, event))
