"""Nothing on this site takes a file from a visitor; the practitioner may send one picture at a time."""

import tempfile
from typing import IO, Any

from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from practice.content.images import files, limits

PICTURES = "/admin/content/image/"


class PicturesOnly(FileUploadHandler):
    """Take the picture of a signed-in practitioner's form; read past every other file part.

    Django's own handlers would put what a visitor sends on disk, in clear (P1). A file too large is
    forgotten as it comes in, and arrives at the form empty with its true size.
    """

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        if field_name != "file" or hasattr(self, "file") or not _may_send_pictures(self.request):
            raise SkipFile  # also a second one
        try:
            # A file without a name: whatever happens to this process, nothing stays.
            self.file: IO[bytes] = tempfile.TemporaryFile(dir=files.workshop())  # noqa: SIM115
        except OSError:
            raise SkipFile from None  # no room: the form asks for the file again

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            self._take(raw_data, start)
        except (
            OSError
        ):  # the disk is full: the form finds a file shorter than its size, and says so
            self._forget()

    def _take(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > limits.MAX_BYTES:
            self._forget()
        else:
            self.file.write(raw_data)

    def _forget(self) -> None:
        self.file.seek(0)
        self.file.truncate()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def _may_send_pictures(request: HttpRequest | None) -> bool:
    user = getattr(request, "user", None)  # none on a request that ended before it was known
    if request is None or user is None or not request.path_info.startswith(PICTURES):
        return False
    if not admin.site.has_permission(request):
        return False
    return user.has_perm("content.add_image") or user.has_perm("content.change_image")
