from django.contrib.auth.backends import ModelBackend

from corett.accounts.models import Membership


class PersonBackend(ModelBackend):
    """Fetches a person together with the hats of today, in one question."""

    def get_user(self, user_id):
        hats = list(
            Membership.objects.current().filter(user=user_id).select_related("user", "stakeholder")
        )
        if not hats:
            return super().get_user(user_id)
        user = hats[0].user
        for hat in hats:
            hat.user = user
        user.current_memberships = hats
        return user if self.user_can_authenticate(user) else None
