from risks.models.action import MitigationAction
from risks.models.matrix import Level, Mitigation, Risk, RiskType
from risks.models.review import RiskReview

__all__ = [
    "Level",
    "Mitigation",
    "MitigationAction",
    "Risk",
    "RiskReview",
    "RiskType",
]
