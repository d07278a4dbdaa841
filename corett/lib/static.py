"""Static files under names that change with their content, compressed, and kept by browsers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):
    """Until `collectstatic` has run, as for a developer, each file has its own plain name."""

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name
