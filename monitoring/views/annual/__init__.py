"""The pages of the annual report: read by everyone, composed, reviewed and published by few."""

from monitoring.views.annual.compose import annual_compose
from monitoring.views.annual.feed import annual_feed
from monitoring.views.annual.files import annual_data, annual_download, annual_file
from monitoring.views.annual.past_reports import (
    past_report_add,
    past_report_download,
    past_report_remove,
)
from monitoring.views.annual.public import (
    annual_detail,
    annual_list,
    annual_moved,
    annual_start,
)
from monitoring.views.annual.publish import (
    annual_publication,
    annual_publication_resume,
    annual_publish,
)
from monitoring.views.annual.replies import (
    annual_replies,
    annual_replies_file,
    annual_reply,
    annual_reply_read,
    annual_reply_unread,
)

__all__ = [
    "annual_compose",
    "annual_data",
    "annual_detail",
    "annual_download",
    "annual_feed",
    "annual_file",
    "annual_list",
    "annual_moved",
    "annual_publication",
    "annual_publication_resume",
    "annual_publish",
    "annual_replies",
    "annual_replies_file",
    "annual_reply",
    "annual_reply_read",
    "annual_reply_unread",
    "annual_start",
    "past_report_add",
    "past_report_download",
    "past_report_remove",
]
