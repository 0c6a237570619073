from __future__ import annotations

from django.urls import path

from cordee.web.linked import views


app_name = "linked"
urlpatterns = [
    path("cerif2", views.cerif2, name="cerif2"),
    path("cerif2.<str:form>", views.cerif2, name="cerif2_form"),
]
