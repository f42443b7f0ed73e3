"""Who acts in tests."""

from remindful.flow.office.actors import Actor

CLERK = Actor("clerk", "a test")
