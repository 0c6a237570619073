from __future__ import annotations

from django.urls import path

from cordee.web.pages.accounts import token_views, views


app_name = "accounts"
urlpatterns = [
    path("start", views.start, name="start"),
    path("me", views.mine, name="mine"),
    path("me/tokens", token_views.tokens, name="tokens"),
    path("me/tokens/new", token_views.new_token, name="new_token"),
    path("me/tokens/<uuid:token>/revoke", token_views.revoke, name="revoke_token"),
    path("invitations/<str:secret>", views.invitation, name="invitation"),
    path("organisations/<uuid:organisation>/roles", views.roles, name="roles"),
    path(
        "organisations/<uuid:organisation>/roles/<uuid:held>/end", views.end_role, name="end_role"
    ),
    path(
        "organisations/<uuid:organisation>/invitations/<uuid:invited>/withdraw",
        views.withdraw,
        name="withdraw",
    ),
    path("audit", views.audit, name="audit"),
]
