"""Learning from stories: one account told in YAML, judged by the real rulebook and engine."""

from remindful.core.training.story import Story, StoryError, explain_story, judge_story, read_story

__all__ = ["Story", "StoryError", "explain_story", "judge_story", "read_story"]
