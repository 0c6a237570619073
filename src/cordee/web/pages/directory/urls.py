from __future__ import annotations

from django.urls import path

from cordee.web.pages.directory.views import (
    exchanges,
    organisations,
    people,
    resources,
    search,
    themes,
)


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
    path("directory/people/new", people.new_person, name="new_person"),
    path("directory/people/<uuid:identifier>", people.person, name="person"),
    path("directory/people/<uuid:identifier>/change", people.change_person, name="change_person"),
    path(
        "directory/people/<uuid:identifier>/confirm", people.confirm_person, name="confirm_person"
    ),
    path("directory/resources/new", resources.new_resource, name="new_resource"),
    path("directory/resources/<uuid:identifier>", resources.resource, name="resource"),
    path(
        "directory/resources/<uuid:identifier>/change",
        resources.change_resource,
        name="change_resource",
    ),
    path(
        "directory/resources/<uuid:identifier>/confirm",
        resources.confirm_resource,
        name="confirm_resource",
    ),
    path("directory/themes/new", themes.new_theme, name="new_theme"),
    path("directory/themes/<uuid:identifier>", themes.theme, name="theme"),
    path("directory/themes/<uuid:identifier>/change", themes.change_theme, name="change_theme"),
    path("directory/themes/<uuid:identifier>/confirm", themes.confirm_theme, name="confirm_theme"),
    path(
        "directory/people/<uuid:identifier>/involvements/new",
        people.new_involvement,
        name="new_involvement",
    ),
    path(
        "directory/people/<uuid:identifier>/involvements/<uuid:part>/end",
        people.end_involvement,
        name="end_involvement",
    ),
    path("directory/people/<uuid:identifier>/awards/new", people.new_award, name="new_award"),
    path(
        "directory/people/<uuid:identifier>/awards/<uuid:part>/end",
        people.end_award,
        name="end_award",
    ),
    path("directory/people/<uuid:identifier>/skills/new", people.new_skill, name="new_skill"),
    path(
        "directory/organisations/<uuid:identifier>/skills/new",
        people.new_team_skill,
        name="new_team_skill",
    ),
    path("directory/skills/<uuid:identifier>/end", people.end_skill, name="end_skill"),
    path("directory/themes/<uuid:identifier>/ties/new", themes.new_tie, name="new_tie"),
    path("directory/themes/<uuid:identifier>/ties/<uuid:part>/end", themes.end_tie, name="end_tie"),
    path("directory/offers/new", exchanges.new_offer, name="new_offer"),
    path("directory/offers/<uuid:identifier>", exchanges.offer, name="offer"),
    path("directory/offers/<uuid:identifier>/change", exchanges.change_offer, name="change_offer"),
    path(
        "directory/offers/<uuid:identifier>/confirm", exchanges.confirm_offer, name="confirm_offer"
    ),
    path("directory/offers/<uuid:identifier>/ask", exchanges.new_request, name="new_request"),
    path("directory/requests", exchanges.requests, name="requests"),
    path("directory/requests/<uuid:identifier>", exchanges.one_request, name="request"),
    path(
        "directory/requests/<uuid:identifier>/<slug:move>",
        exchanges.move_request,
        name="move_request",
    ),
]
