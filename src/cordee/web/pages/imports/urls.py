from __future__ import annotations

from django.urls import path

from cordee.web.pages.imports import views


app_name = "imports"
urlpatterns = [
    path("import", views.imports, name="imports"),
    path("import/templates/<str:kind>.csv", views.template, name="template"),
    path("import/files/<uuid:draft>", views.draft, name="draft"),
    path("import/done/<uuid:imported>/undo", views.undo, name="undo"),
    path("organisations/<uuid:organisation>/export", views.export, name="export"),
]
