"""The words of review: invitations, ties, recommendations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cordee.ledger.worded import Worded, list_names


class ReviewStage(Worded):
    """Where one person's review of one application stands."""

    PROPOSED = "proposed", pgettext_lazy("a reviewer", "proposed")
    INVITED = "invited", _("asked to review")
    ACCEPTED = "accepted", pgettext_lazy("a reviewer", "accepted")
    DECLINED = "declined", pgettext_lazy("a reviewer", "declined")
    SUBMITTED = "submitted", _("review submitted")
    RELEASED = "released", _("released")


REVIEW_STAGE_NAMES = list_names(ReviewStage)


class ReviewLetter(Worded):
    """What a reviewer is written about one application."""

    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    RELEASE = "release", _("release")
    LINK = "link", _("new link")
    THANKS = "thanks", _("thanks")


LETTER_NAMES = list_names(ReviewLetter)


class Recommendation(Worded):
    """What a reviewer would do."""

    FUND = "fund", _("fund")
    REVISE = "revise", _("fund once revised")
    REFUSE = "refuse", _("do not fund")


RECOMMENDATION_NAMES = list_names(Recommendation)


class TieKind(Worded):
    """What ties a person to an application, and so keeps them from judging it."""

    APPLICANT = "applicant", _("part of the application")
    SAME_UNIT = "same_unit", _("same unit or team")
    SAME_ORGANISATION = "same_organisation", _("same organisation")
    HIERARCHY = "hierarchy", _("leads where the other works")
    CO_AUTHOR = "co_author", _("published together")
    SHARED_PROJECT = "shared_project", _("works on the same project")
    AGREEMENT = "agreement", _("named in an agreement between them")
    DECLARED = "declared", _("declared by the person")


TIE_NAMES = list_names(TieKind)


class RevisionKind(Worded):
    """What is asked of an applicant between two rounds."""

    REBUTTAL = "rebuttal", _("an answer to the reviews")
    REVISIONS = "revisions", _("a revised application")


REVISION_NAMES = list_names(RevisionKind)


DEED_NAMES = {
    "review.propose": _("proposed a reviewer"),
    "review.invite": _("invited a reviewer"),
    "review.accept": _("accepted to review"),
    "review.decline": _("declined to review"),
    "review.write": _("began to write a review"),
    "review.submit": _("submitted a review"),
    "review.publish": _("released what reviewers wrote to the applicant"),
    "review.download": _("took a document of the application to review it"),
    "review.propose_again": _("put the application to its reviewers again"),
    "review.release": _("released a reviewer"),
    "review.renew_link": _("gave a reviewer a new link"),
    "review.remind": _("reminded a reviewer"),
    "review.find_tie": _("found a tie of a reviewer that was not there before"),
    "review.waive": _("set a tie of a reviewer aside"),
    "review.read": _("read the reviews"),
    "application.ask_revision": _("asked for a revision or an answer to the reviews"),
    "application.revise": _("answered the reviews"),
}
"""What the audit's actions of review are called."""
