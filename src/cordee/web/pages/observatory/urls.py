from __future__ import annotations

from django.urls import path

from cordee.web.pages.observatory import finding_views, network_views, views


app_name = "observatory"

urlpatterns = [
    path("", views.home, name="home"),
    path("organisations", views.organisations, name="organisations"),
    path("countries/<str:code>", views.country, name="country"),
    path("units", views.units, name="units"),
    path("units/<str:code>", views.unit, name="unit"),
    path("works", views.works, name="works"),
    path("works/<str:work>", views.work, name="work"),
    path("tables/<str:name>", views.table, name="table"),
    path("network", network_views.network, name="network"),
    path("network/chord", network_views.chord, name="chord"),
    path("network/chord/<str:form>", network_views.chord_file, name="chord_file"),
    path("network/flows", network_views.flows, name="flows"),
    path("network/flows/<str:form>", network_views.flows_file, name="flows_file"),
    path("network/<str:form>", network_views.network_file, name="network_file"),
    path("who", finding_views.who, name="who"),
    path("who/<str:form>", finding_views.who_file, name="who_file"),
    path("finder", finding_views.finder, name="finder"),
    path("finder/<str:form>", finding_views.finder_file, name="finder_file"),
    path("declared", finding_views.declared, name="declared"),
    path("declared/<str:name>", finding_views.declared_file, name="declared_file"),
    path("explain", views.explain, name="explain"),
    path("about", views.about, name="about"),
]
