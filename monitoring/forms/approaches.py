from django import forms


class ApproachChoices(forms.CheckboxSelectMultiple):
    """Each enfoque beside a button that opens its words, which the page holds at its foot."""

    option_template_name = "monitoring/_approach_option.html"
