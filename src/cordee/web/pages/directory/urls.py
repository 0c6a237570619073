from __future__ import annotations

from django.urls import path

from cordee.web.pages.directory.views import organisations, search


app_name = "directory"
urlpatterns = [
    path("directory", search.search, name="search"),
    path("directory/to-confirm", search.to_confirm, name="to_confirm"),
    path("directory/organisations/new", organisations.new_organisation, name="new_organisation"),
    path("directory/organisations/registry", organisations.from_registry, name="from_registry"),
    path(
        "directory/organisations/<uuid:organisation>",
        organisations.organisation,
        name="organisation",
    ),
    path(
        "directory/organisations/<uuid:identifier>/change",
        organisations.change_organisation,
        name="change_organisation",
    ),
    path(
        "directory/organisations/<uuid:identifier>/end",
        organisations.end_organisation,
        name="end_organisation",
    ),
    path(
        "directory/organisations/<uuid:identifier>/confirm",
        organisations.confirm_organisation,
        name="confirm_organisation",
    ),
    path(
        "directory/organisations/<uuid:identifier>/links/new",
        organisations.new_link,
        name="new_link",
    ),
    path(
        "directory/organisations/<uuid:identifier>/links/<uuid:link>/end",
        organisations.end_link,
        name="end_link",
    ),
]
