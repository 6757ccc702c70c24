"""What one may ask of an action besides its status and its texts: values that go from a widget to its page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepAdded:
    """A sub-step more."""

    text: str


@dataclass(frozen=True, slots=True)
class StepTicked:
    """A sub-step done, or not any more."""

    id: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class StepWorded:
    """A sub-step in other words; empty ones remove it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class StepMoved:
    """A sub-step one place up (-1) or down (1)."""

    id: str
    by: int


@dataclass(frozen=True, slots=True)
class LinkAdded:
    """A link as evidence."""

    url: str


@dataclass(frozen=True, slots=True)
class FileWanted:
    """A file to be chosen and copied as evidence."""


@dataclass(frozen=True, slots=True)
class EvidenceOpened:
    """A copied file to be opened, or a link to be copied."""

    id: str


@dataclass(frozen=True, slots=True)
class EvidenceRemoved:
    """A piece of evidence that is no longer wanted."""

    id: str


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """One of several answers that stand for a field, by its place among them."""

    field: str
    place: int


@dataclass(frozen=True, slots=True)
class Removed:
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
