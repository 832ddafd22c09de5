from django.db import models


class Member(models.Model):
    """A user as their latest token described them."""

    id = models.BigIntegerField(primary_key=True)
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=100)


class Job(models.Model):
    class Status(models.TextChoices):
        OPEN = "open"
        ASSIGNED = "assigned"
        IN_PROGRESS = "in_progress"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    class PaymentMethod(models.TextChoices):
        GCASH = "GCASH"
        CASH = "CASH"

    client = models.ForeignKey(Member, models.CASCADE, related_name="posted_jobs")
    worker = models.ForeignKey(Member, models.CASCADE, related_name="assigned_jobs", null=True)
    title = models.CharField(max_length=200)
    city = models.CharField(max_length=100, blank=True)
    budget = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    worker_marked_complete = models.BooleanField(default=False)
    client_marked_complete = models.BooleanField(default=False)
    payment_method = models.CharField(max_length=10, choices=PaymentMethod, null=True)

    def party(self, member):
        """Whether the member is the client or the assigned worker."""
        return member.id in (self.client_id, self.worker_id)

    def other_party(self, member):
        return self.worker if member.id == self.client_id else self.client


class Bid(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    job = models.ForeignKey(Job, models.CASCADE, related_name="bids")
    worker = models.ForeignKey(Member, models.CASCADE, related_name="bids")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    message = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)


class Notification(models.Model):
    class Priority(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"
        URGENT = "urgent"

    recipient = models.ForeignKey(Member, models.CASCADE, related_name="notifications")
    notification_type = models.CharField(max_length=30)
    title = models.CharField(max_length=255)
    message = models.TextField()
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.MEDIUM)
    action_url = models.CharField(max_length=200)
    job = models.ForeignKey(Job, models.CASCADE, null=True)
    is_read = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "is_read"])]

    def as_dict(self):
        fields = {
            "id": self.id,
            "notification_type": self.notification_type,
            "title": self.title,
            "message": self.message,
            "priority": self.priority,
            "action_url": self.action_url,
            "is_read": self.is_read,
            "created_at": self.created_at.isoformat().replace("+00:00", "Z"),
        }
        if self.job_id is not None:
            fields["job_id"] = self.job_id
        return fields
