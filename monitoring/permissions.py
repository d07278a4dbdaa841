"""Who may do what with a report. When it may be done is the workflow's business."""

from django.contrib.auth.models import AnonymousUser

from corett.accounts.models import Membership, StakeholderKind, User
from corett.accounts.permissions import (
    acts_for_presidency,
    acts_for_secretariat,
    reads_whole_region,
)
from monitoring.models import AnnualReport, AnnualState, Finding, ProgressReport, ReportState


def can_report(membership: Membership | None, report: ProgressReport) -> bool:
    return membership is not None and membership.stakeholder_id == report.stakeholder_id


def can_write(membership: Membership | None, report: ProgressReport) -> bool:
    return report.is_editable and can_report(membership, report)


def can_review(membership: Membership | None, report: ProgressReport) -> bool:
    """The Secretaría reviews all but its own; Presidencia reviews that one. Nobody one's own."""
    if membership is None or is_own(membership.user, report):
        return False
    if report.stakeholder.kind == StakeholderKind.SECRETARIAT:
        return acts_for_presidency(membership)
    return acts_for_secretariat(membership)


def is_own(user: User, report: ProgressReport) -> bool:
    """Of the stakeholder that the person speaks for, or spoke for when it was sent."""
    return user.belongs_to(report.stakeholder) or user.pk == report.submitted_by_id


def has_part(membership: Membership | None, report: ProgressReport) -> bool:
    """Who reports and who reviews: nobody else says anything of a report, whatever its state."""
    return can_report(membership, report) or can_review(membership, report)


def can_withdraw(membership: Membership | None, report: ProgressReport) -> bool:
    """Who reports takes a sent report back until somebody begins to review it."""
    return can_report(membership, report) and report.review_began_at is None


def can_begin_review(membership: Membership | None, report: ProgressReport) -> bool:
    return can_review(membership, report) and report.review_began_at is None


def can_comment(membership: Membership | None, report: ProgressReport) -> bool:
    """Reporter and reviewer, until the report is validated."""
    return report.state != ReportState.VALIDATED and has_part(membership, report)


def can_settle(membership: Membership | None, report: ProgressReport) -> bool:
    """Who reviews says of a comment that it is resolved, until the report is validated."""
    return report.state != ReportState.VALIDATED and can_review(membership, report)


def can_judge(membership: Membership | None, report: ProgressReport) -> bool:
    """Who reviews accepts evidence or does not, while the report is sent."""
    return report.state == ReportState.SUBMITTED and can_review(membership, report)


def can_print(user: User, report: ProgressReport) -> bool:
    """Who reports and who reads the whole region; others read on the page what is validated."""
    return reads_whole_region(user) or user.belongs_to(report.stakeholder)


def can_take_away(membership: Membership | None, user: User, report: ProgressReport) -> bool:
    """The workbook is for who reports, in that hat, and for who reads the whole region."""
    return can_report(membership, report) or reads_whole_region(user)


def can_read_figures(user: User | AnonymousUser) -> bool:
    """What is validated, before any annual report says it: whoever speaks for a party today."""
    return user.is_authenticated and (user.is_superuser or bool(user.current_memberships))


def can_start_report(membership: Membership | None) -> bool:
    """Who is printed as responsable; Presidencia reports jointly with the Secretaría."""
    return (
        membership is not None
        and not acts_for_presidency(membership)
        and membership.stakeholder.responsibilities.exists()
    )


def can_open_semester(membership: Membership | None) -> bool:
    return acts_for_secretariat(membership)


def can_compose_annual(membership: Membership | None) -> bool:
    return acts_for_secretariat(membership)


def can_publish_annual(membership: Membership | None, report: AnnualReport) -> bool:
    return can_compose_annual(membership) and not report.is_published


def is_asked_about_annual(membership: Membership | None) -> bool:
    """Presidencia and each country."""
    return membership is not None and (
        acts_for_presidency(membership) or membership.stakeholder.is_country
    )


def has_part_in_annual(membership: Membership | None) -> bool:
    """Who is asked, and who answers: nobody else says anything of an edition in preparation."""
    return is_asked_about_annual(membership) or can_compose_annual(membership)


def can_endorse_annual(membership: Membership | None, report: AnnualReport) -> bool:
    """Who is asked gives the visto bueno while the edition is in review."""
    return report.state == AnnualState.IN_REVIEW and is_asked_about_annual(membership)


def can_comment_annual(membership: Membership | None, report: AnnualReport) -> bool:
    return report.state == AnnualState.IN_REVIEW and has_part_in_annual(membership)


def can_reply(membership: Membership | None, report: AnnualReport) -> bool:
    """Whoever speaks for a party answers to what is published."""
    return membership is not None and report.is_published


def can_read_replies(membership: Membership | None) -> bool:
    return acts_for_secretariat(membership)


def can_decide_priorities(membership: Membership | None) -> bool:
    return acts_for_secretariat(membership)


def can_endorse_priorities(membership: Membership | None) -> bool:
    return acts_for_presidency(membership)


def can_keep_findings(membership: Membership | None) -> bool:
    """Enters them, answers them and closes them."""
    return acts_for_secretariat(membership)


def can_tell_result(membership: Membership | None, finding: Finding) -> bool:
    """Its owner proposes what was done, until the Secretaría closes it."""
    if membership is None or finding.is_closed:
        return False
    return finding.owner_id == membership.stakeholder_id
