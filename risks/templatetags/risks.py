from django import template

from risks.reporting import mitigated_by

register = template.Library()


@register.inclusion_tag("risks/_mitigated.html")
def mitigated_risks(activity):
    """The risks that an activity mitigates, for a page of the plan, which knows no risk."""
    return {"activity": activity, "mitigations": mitigated_by(activity)}
