"""What a gesture on the plan writes: changes to hand to ``Dossier.group`` (one gesture, one Ctrl+Z)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kit.dossier import plan_fields as names
from kit.dossier.model import Change, Status
from kit.dossier.plan_lists import Evidence, SubStep
from kit.dossier.plan_order import rank_between

if TYPE_CHECKING:
    from kit.dossier.plan import PlanItem


def status_given(items: Sequence[PlanItem], status: Status, today: date) -> list[Change]:
    """Give items a status; a yearly one that is done also gets the year, and can be marked done again each year."""
    changes = []
    for item in items:
        if item.status != status:
            changes.append(Change(item.on, names.STATUS, status.value))
        if item.is_yearly and status == Status.DONE and item.done_year != today.year:
            changes.append(Change(item.on, names.DONE_YEAR, today.year))
    return changes


def text_given(items: Sequence[PlanItem], field: str, text: str) -> list[Change]:
    """Give items a text in one of ``plan_fields.TEXTS``; an empty one clears it."""
    return [Change(item.on, field, text or None) for item in items if getattr(item, field) != text]


def own_action(title: str, lever: str = "") -> tuple[str, list[Change]]:
    """Add an action of one's own to a lever (of the texts or own), or to none; its target, and the changes."""
    on = names.OWN + names.new_id()
    changes = [Change(on, names.TITLE, title)]
    return on, [*changes, Change(on, names.LEVER, lever)] if lever else changes


def own_lever(title: str) -> tuple[str, list[Change]]:
    """Add a lever of one's own; its id, and the changes."""
    lever_id = names.new_id()
    return lever_id, [Change(names.OWN_LEVER + lever_id, names.TITLE, title)]


def removed(on: str, fields: Mapping[str, object]) -> list[Change]:
    """Remove an own action or own lever: clear every field that it holds (``Dossier.fields(on)``)."""
    return [Change(on, field, None) for field in fields]


def moved(item: PlanItem, before: PlanItem | None, after: PlanItem | None) -> list[Change]:
    """Put an item between two others, or first (no ``before``), or last (no ``after``)."""
    rank = rank_between(before.rank if before else "", after.rank if after else "")
    return [Change(item.on, names.ORDER, rank)]


def put_first(items: Sequence[PlanItem], plan: Sequence[PlanItem]) -> list[Change]:
    """Put items before all others of a plan (its items in order), in the order given."""
    chosen = {item.on for item in items}
    after = next((item.rank for item in plan if item.on not in chosen), "")
    changes, before = [], ""
    for item in items:
        before = rank_between(before, after)
        changes.append(Change(item.on, names.ORDER, before))
    return changes


def step_added(item: PlanItem, text: str) -> list[Change]:
    """Add a sub-step at the end."""
    field, _, rank = names.step_fields(names.new_id())
    last = item.steps[-1].rank if item.steps else ""
    return [Change(item.on, field, text), Change(item.on, rank, rank_between(last, ""))]


def step_changed(
    item: PlanItem, step: SubStep, *, text: str | None = None, is_done: bool | None = None
) -> list[Change]:
    """Reword a sub-step or tick it; an empty text removes it."""
    field, done, _ = names.step_fields(step.id)
    if text == "":
        return step_removed(item, step)
    changes = []
    if text is not None and text != step.text:
        changes.append(Change(item.on, field, text))
    if is_done is not None and is_done != step.is_done:
        changes.append(Change(item.on, done, True if is_done else None))
    return changes


def step_moved(item: PlanItem, step: SubStep, before: SubStep | None, after: SubStep | None) -> list[Change]:
    """Put a sub-step between two others of its action."""
    rank = rank_between(before.rank if before else "", after.rank if after else "")
    return [Change(item.on, names.step_fields(step.id)[2], rank)]


def step_removed(item: PlanItem, step: SubStep) -> list[Change]:
    """Remove a sub-step, with all that belongs to it."""
    field, done, rank = names.step_fields(step.id)
    held = (field, *((done,) if step.is_done else ()), rank)
    return [Change(item.on, name, None) for name in held]


def link_added(item: PlanItem, url: str, title: str = "") -> list[Change]:
    """Add a link as evidence."""
    evidence = Evidence(names.new_id(), title or url, url=url)
    return evidence_added(item.on, evidence)


def evidence_added(on: str, evidence: Evidence) -> list[Change]:
    """Add evidence to a target: a link, or a file that ``pieces.add`` has copied."""
    return [Change(on, names.EVIDENCE + evidence.id, evidence.to_value())]


def evidence_removed(item: PlanItem, evidence: Evidence) -> list[Change]:
    """Remove a piece of evidence; a copied file stays in the folder, so that undoing gives it back."""
    return [Change(item.on, names.EVIDENCE + evidence.id, None)]
