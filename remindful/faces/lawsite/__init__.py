"""The rulebook as pages to read and print: one a jurisdiction, no server, no script."""

from remindful.faces.lawsite.site import SiteCounts, write_site
from remindful.faces.lawsite.tiles import draw_map

__all__ = ["SiteCounts", "draw_map", "write_site"]
