from monitoring.models.annual import AnnualReport, AnnualState, Audience
from monitoring.models.annual_reader import AnnualReply, PastReport
from monitoring.models.annual_review import AnnualAction, AnnualComment, AnnualEvent
from monitoring.models.annual_text import AnnualHighlight, AnnualText
from monitoring.models.change import ChangeAction, EntryChange
from monitoring.models.comment import Comment
from monitoring.models.deadline import DateChange, Extension
from monitoring.models.entry import ProgressEntry
from monitoring.models.evidence import Evidence, EvidenceVerdict
from monitoring.models.finding import Finding, FindingSource, FindingState
from monitoring.models.notice import Notice, Occasion
from monitoring.models.period import PeriodState, ReportingPeriod
from monitoring.models.priority import Decision, Priority
from monitoring.models.publication import AnnualFile, FileKind, Publication, PublicationState
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
    "AnnualAction",
    "AnnualComment",
    "AnnualEvent",
    "AnnualFile",
    "AnnualHighlight",
    "AnnualReply",
    "AnnualReport",
    "AnnualState",
    "AnnualText",
    "Audience",
    "Category",
    "ChangeAction",
    "Channel",
    "Comment",
    "DateChange",
    "Decision",
    "EntryChange",
    "EntryStatus",
    "Evidence",
    "EvidenceVerdict",
    "Extension",
    "Figure",
    "FileKind",
    "Finding",
    "FindingSource",
    "FindingState",
    "Lack",
    "Milestone",
    "Modality",
    "Notice",
    "Occasion",
    "PastReport",
    "People",
    "PeriodState",
    "Priority",
    "ProgressEntry",
    "ProgressReport",
    "Publication",
    "PublicationState",
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
