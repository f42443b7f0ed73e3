"""Facts of stories, for tests."""

from datetime import date, time

from remindful.core.facts.derive import derive_facts
from remindful.core.training import read_story
from remindful.core.words.frames import FactFrames

DAY = date(2026, 3, 8)
NAMES = tuple(FactFrames.__slots__)


def frames_of(story: str, **changed: object) -> FactFrames:
    """The frames of a story. changed: functions by a frame's name, each from the frame to the one that takes its place."""
    frames = read_story(story, "story").frames
    return FactFrames(**{name: changed.get(name, lambda frame: frame)(getattr(frames, name)) for name in NAMES})


def facts_of(story: str | FactFrames, *, day: date = DAY, at: time = time(10, 30)) -> dict[str, object]:
    """The facts of the one account of a story."""
    frames = frames_of(story) if isinstance(story, str) else story
    return derive_facts(frames, day=day, at=at).collect().row(0, named=True)
