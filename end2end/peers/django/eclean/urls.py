from django.urls import path

from jobs import views

urlpatterns = [
    path("api/jobs", views.create_job),
    path("api/jobs/<int:job_id>", views.show_job),
    path("api/jobs/<int:job_id>/bids", views.submit_bid),
    path("api/jobs/<int:job_id>/status", views.change_status),
    path("api/jobs/<int:job_id>/payments", views.receive_payment),
    path("api/jobs/<int:job_id>/messages", views.send_message),
    path("api/jobs/<int:job_id>/mark-complete", views.mark_complete),
    path("api/jobs/<int:job_id>/approve-completion", views.approve_completion),
    path("api/bids/<int:bid_id>/accept", views.accept_bid),
    path("api/bids/<int:bid_id>/reject", views.reject_bid),
    path("api/notifications", views.list_notifications),
]
