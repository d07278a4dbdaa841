from monitoring.models.annual import AnnualReport, AnnualState, Audience
from monitoring.models.entry import Comment, EntryStatus, ProgressEntry
from monitoring.models.evidence import Evidence
from monitoring.models.period import ReportingPeriod
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

__all__ = [
    "Amount",
    "AmountStatus",
    "AnnualReport",
    "AnnualState",
    "Audience",
    "Category",
    "Channel",
    "Comment",
    "EntryStatus",
    "Evidence",
    "Figure",
    "Milestone",
    "Modality",
    "People",
    "ProgressEntry",
    "ProgressReport",
    "Record",
    "RegistryCheck",
    "ReportAction",
    "ReportEvent",
    "ReportState",
    "ReportingPeriod",
    "Stage",
]
