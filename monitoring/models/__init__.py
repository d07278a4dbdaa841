from monitoring.models.annual import AnnualReport, AnnualState, Audience
from monitoring.models.change import ChangeAction, EntryChange
from monitoring.models.entry import Comment, ProgressEntry
from monitoring.models.evidence import Evidence
from monitoring.models.period import ReportingPeriod
from monitoring.models.receipt import Receipt
from monitoring.models.record import (
    Amount,
    AmountStatus,
    Category,
    Channel,
    Figure,
    Milestone,
    Modality,
    People,
    Record,
    RegistryCheck,
    Stage,
)
from monitoring.models.report import ProgressReport, ReportAction, ReportEvent, ReportState
from monitoring.models.status import EntryStatus, Lack
from monitoring.models.workbook import WorkbookUpload

__all__ = [
    "Amount",
    "AmountStatus",
    "AnnualReport",
    "AnnualState",
    "Audience",
    "Category",
    "ChangeAction",
    "Channel",
    "Comment",
    "EntryChange",
    "EntryStatus",
    "Evidence",
    "Figure",
    "Lack",
    "Milestone",
    "Modality",
    "People",
    "ProgressEntry",
    "ProgressReport",
    "Receipt",
    "Record",
    "RegistryCheck",
    "ReportAction",
    "ReportEvent",
    "ReportState",
    "ReportingPeriod",
    "Stage",
    "WorkbookUpload",
]
