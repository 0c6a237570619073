from __future__ import annotations

from django.urls import path

from cordee.web.pages.comparison import views


app_name = "comparison"

urlpatterns = [
    path("compare", views.compare, name="compare"),
    path("compare/organisations", views.options, name="options"),
    path("versions", views.versions, name="versions"),
    path("compare/<str:form>", views.compare_file, name="file"),
]
