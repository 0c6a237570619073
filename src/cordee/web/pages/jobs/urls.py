from __future__ import annotations

from django.urls import path

from cordee.web.pages.jobs import views


app_name = "jobs"
urlpatterns = [
    path("jobs", views.jobs_page, name="jobs"),
    path("jobs/today", views.today, name="today"),
    path("jobs/<uuid:job>/stop", views.stop_job, name="stop"),
    path("jobs/<uuid:job>/file", views.file, name="file"),
    path("jobs/<uuid:job>/again", views.again, name="again"),
]
