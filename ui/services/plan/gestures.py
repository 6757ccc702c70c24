"""What one may ask of an action besides its status and its texts: values that go from a widget to its page."""

from __future__ import annotations

from msgspec import Struct


class StepAdded(Struct, frozen=True):
    """A sub-step more."""

    text: str


class StepTicked(Struct, frozen=True):
    """A sub-step done, or not any more."""

    id: str
    is_done: bool


class StepWorded(Struct, frozen=True):
    """A sub-step in other words; empty ones remove it."""

    id: str
    text: str


class StepMoved(Struct, frozen=True):
    """A sub-step one place up (-1) or down (1)."""

    id: str
    by: int


class LinkAdded(Struct, frozen=True):
    """A link as evidence."""

    url: str


class FileWanted(Struct, frozen=True):
    """A file to be chosen and copied as evidence."""


class EvidenceOpened(Struct, frozen=True):
    """A copied file to be opened, or a link to be copied."""

    id: str


class EvidenceRemoved(Struct, frozen=True):
    """A piece of evidence that is no longer wanted."""

    id: str


class AnswerTaken(Struct, frozen=True):
    """One of several answers that stand for a field, by its place among them."""

    field: str
    place: int


class Removed(Struct, frozen=True):
    """An action of one's own that is no longer wanted."""


type Gesture = (
    StepAdded
    | StepTicked
    | StepWorded
    | StepMoved
    | LinkAdded
    | FileWanted
    | EvidenceOpened
    | EvidenceRemoved
    | AnswerTaken
    | Removed
)
