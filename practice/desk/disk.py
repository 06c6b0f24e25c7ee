"""A warning while the disk is filling, before requests can no longer be stored."""

from shutil import disk_usage

from django.conf import settings

from practice.desk.registry import register_health_line

LEAST_FREE = 500 * 1024**2
LEAST_SHARE = 0.1


@register_health_line
def disk_is_filling() -> str:
    """A warning when less than a tenth, or less than 500 MB, is free where the site keeps its data."""
    try:
        disk = disk_usage(settings.DATA_DIR)
    except OSError:
        return "the disk with the site’s data cannot be read"
    if disk.free >= LEAST_FREE and disk.free >= disk.total * LEAST_SHARE:
        return ""
    return f"the disk is filling: {disk.free // 1024**2} MB free. Make room, or requests cannot be kept"
