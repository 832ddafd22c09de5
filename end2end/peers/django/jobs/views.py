"""The HTTP API whose calls cause the events seen on the sockets."""

import json
from decimal import Decimal, InvalidOperation
from functools import wraps

from django.http import JsonResponse

from .broadcasts import broadcast_job_status_update, notify
from .models import Bid, Job, Member
from .tokens import InvalidToken, member_from_token


class ApiError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def api(method):
    """Authenticates the caller, decodes the JSON body, and answers JSON, errors included."""

    def decorate(view):
        @wraps(view)
        def wrapper(request, **ids):
            try:
                if request.method != method:
                    raise ApiError(405, f"use {method}")
                scheme, _, token = request.headers.get("Authorization", "").partition(" ")
                if scheme != "Bearer":
                    raise ApiError(401, "a Bearer token is required")
                caller = member_from_token(token)
                body = json.loads(request.body or "{}")
                if not isinstance(body, dict):
                    raise ApiError(400, "the body is not a JSON object")
                status, answer = view(caller, body, **ids)
                return JsonResponse(answer, status=status)
            except InvalidToken as error:
                return JsonResponse({"error": f"invalid token: {error}"}, status=401)
            except json.JSONDecodeError:
                return JsonResponse({"error": "the body is not JSON"}, status=400)
            except ApiError as error:
                return JsonResponse({"error": str(error)}, status=error.status)

        return wrapper

    return decorate


@api("POST")
def create_job(caller, body):
    require_role(caller, "client")
    job = Job.objects.create(
        client=caller,
        title=text(body, "title"),
        city=body.get("city", ""),
        budget=amount(body, "budget") if "budget" in body else None,
    )
    for worker in Member.objects.exclude(role="client"):
        notify(
            worker,
            "job_created",
            f"New Job Available: {job.title}",
            f"{caller.name} posted a cleaning job in {job.city or 'your area'}.",
            job,
        )
    return 201, job_answer(job)


@api("GET")
def show_job(caller, body, job_id):
    return 200, job_answer(own_job(caller, job_id))


@api("POST")
def submit_bid(caller, body, job_id):
    if caller.role == "client":
        raise ApiError(403, "clients cannot bid")
    job = find(Job, job_id)
    bid = Bid.objects.create(
        job=job, worker=caller, amount=amount(body, "amount"), message=body.get("message", "")
    )
    notify(
        job.client,
        "bid_received",
        f"New Bid from {caller.name}",
        f"{caller.name} has submitted a bid of ${bid.amount} for your job: {job.title}.",
        job,
        priority="high",
    )
    return 201, {"id": bid.id, "job_id": job.id, "status": bid.status}


@api("POST")
def accept_bid(caller, body, bid_id):
    bid = decide_bid(caller, bid_id, Bid.Status.ACCEPTED)
    job = bid.job
    job.worker, job.status = bid.worker, Job.Status.ASSIGNED
    job.save()
    notify(
        bid.worker,
        "bid_accepted",
        "Your Bid Was Accepted!",
        f'Your bid of ${bid.amount} for "{job.title}" has been accepted by {caller.name}.',
        job,
        priority="urgent",
    )
    return 200, {"id": bid.id, "job_id": job.id, "status": bid.status}


@api("POST")
def reject_bid(caller, body, bid_id):
    bid = decide_bid(caller, bid_id, Bid.Status.REJECTED)
    notify(
        bid.worker,
        "bid_rejected",
        "Bid Not Accepted",
        f'Your bid for "{bid.job.title}" was not accepted.',
        bid.job,
        priority="low",
    )
    return 200, {"id": bid.id, "job_id": bid.job_id, "status": bid.status}


@api("POST")
def change_status(caller, body, job_id):
    job = own_job(caller, job_id)
    old_status, new_status = job.status, body.get("status")
    if new_status not in Job.Status.values:
        raise ApiError(400, f"status must be one of {', '.join(Job.Status.values)}")
    job.status = new_status
    job.save()
    if other := job.other_party(caller):
        notify(
            other,
            "job_status_changed",
            f"Job Status Changed: {job.title}",
            f"{caller.name} changed the status from {old_status} to {new_status}.",
            job,
        )
    return 200, job_answer(job)


@api("POST")
def receive_payment(caller, body, job_id):
    job = own_job(caller, job_id)
    require_role(caller, "client")
    if job.worker is None:
        raise ApiError(409, "the job has no worker to pay")
    paid = amount(body, "amount")
    notify(
        job.worker,
        "payment_received",
        f"Payment Received: ${paid}",
        f"You have received a payment of ${paid} for job: {job.title}.",
        job,
        priority="high",
        action_url="/payments",
    )
    return 201, {"job_id": job.id, "amount": str(paid)}


@api("POST")
def send_message(caller, body, job_id):
    job = own_job(caller, job_id)
    other = job.other_party(caller)
    if other is None:
        raise ApiError(409, "the job has no worker to write to")
    notify(
        other,
        "message_received",
        f"New Message from {caller.name}",
        text(body, "text"),
        job,
        action_url=f"/messages?room={job.id}",
    )
    return 201, {"job_id": job.id}


@api("POST")
def mark_complete(caller, body, job_id):
    job = find(Job, job_id)
    if caller.id != job.worker_id:
        raise ApiError(403, "only the assigned worker marks a job complete")
    job.worker_marked_complete = True
    job.save()
    broadcast_job_status_update(job, "worker_marked_complete", awaiting_client_verification=True)
    return 200, {"success": True, "awaiting_client_verification": True, **job_answer(job)}


@api("POST")
def approve_completion(caller, body, job_id):
    job = find(Job, job_id)
    if caller.id != job.client_id:
        raise ApiError(403, "only the client approves completion")
    if not job.worker_marked_complete:
        raise ApiError(409, "the worker has not marked the job complete")
    method = body.get("payment_method")
    if method not in Job.PaymentMethod.values:
        raise ApiError(400, f"payment_method must be one of {', '.join(Job.PaymentMethod.values)}")
    job.client_marked_complete, job.payment_method = True, method
    job.status = Job.Status.COMPLETED
    job.save()
    broadcast_job_status_update(job, "client_approved_completion", payment_method=method)
    return 200, {"success": True, **job_answer(job)}


@api("GET")
def list_notifications(caller, body):
    notifications = [notification.as_dict() for notification in caller.notifications.all()]
    return 200, {"notifications": notifications}


def find(model, id):
    try:
        return model.objects.get(id=id)
    except model.DoesNotExist:
        raise ApiError(404, f"no such {model.__name__.lower()}") from None


def own_job(caller, job_id):
    job = find(Job, job_id)
    if not job.party(caller):
        raise ApiError(403, "not your job")
    return job


def decide_bid(caller, bid_id, status):
    bid = find(Bid, bid_id)
    if caller.id != bid.job.client_id:
        raise ApiError(403, "only the job's client decides on bids")
    if bid.status != Bid.Status.PENDING:
        raise ApiError(409, f"the bid is already {bid.status}")
    bid.status = status
    bid.save()
    return bid


def require_role(caller, role):
    if caller.role != role:
        raise ApiError(403, f"only a {role} may do this")


def text(body, name):
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ApiError(400, f"{name} must be a non-empty string")
    return value


def amount(body, name):
    try:
        return Decimal(str(body.get(name))).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ApiError(400, f"{name} must be a number") from None


def job_answer(job):
    return {
        "id": job.id,
        "title": job.title,
        "status": job.status,
        "client_id": job.client_id,
        "worker_id": job.worker_id,
        "worker_marked_complete": job.worker_marked_complete,
        "client_marked_complete": job.client_marked_complete,
        "payment_method": job.payment_method,
    }
