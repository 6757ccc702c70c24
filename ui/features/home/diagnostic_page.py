"""Par où commencer: twelve questions, answers kept in the dossier, three first actions."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QWidget

from kit.content.diagnostic import TARGET, Answer, Suggestion
from kit.days import day_in_words
from kit.dossier.diagnostic import (
    FIRST,
    HELD,
    Sitting,
    answers_of,
    first_sitting,
    last_sitting,
    sitting_changes,
    suggestions_of,
    target_of,
)
from kit.dossier.model import Change, Event, Status
from kit.errors import KitError
from kit.mandate.paper import ORIGIN
from kit.typography import counted, fr, french
from ui.features.home.first_actions import FirstAction, FirstActions
from ui.features.home.question_card import QuestionCard
from ui.features.home.sitting import SittingCard, told_again
from ui.output import list_prints
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.later import later
from ui.services.navigation import PageId, Route, ToPrint
from ui.services.page import Crumb, Page
from ui.text import surroundings
from ui.widgets.bounded import bounded
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.text import Heading, Label

_LEAD = fr(
    "Douze questions, cinq minutes, et trois premières actions à la mesure de votre commune. Vos réponses restent dans "
    "votre dossier ; vous pouvez vous arrêter, revenir, changer d’avis."
)
_KEYS = fr("Au clavier : O pour oui, N pour non, J pour « je ne sais pas » ; la question suivante vient d’elle-même.")
_AFTER_ONE = fr("D’après votre première réponse :")
_NOTHING_YET = fr("Répondez à quelques questions : vos premières actions s’affichent ici.")
_ALL_DONE = fr("Tout ce que vos réponses suggèrent est déjà fait ou ne vous concerne pas. Bravo !")
_MORE = "{} autres de vos réponses y mènent aussi."
_ANSWER = "réponse à une question"
_FROM_PAPER, _AGAIN = "Saisir la feuille", "Répondre de nouveau"
_UNDER_WAY = fr(
    "Répondez dans l’ordre : O pour oui, N pour non, J pour « je ne sais pas ». Rien n’est gardé avant "
    "« Enregistrer ces réponses », sous la dernière question."
)
_ONE_YEAR_ON = fr(
    "Vos réponses datent du {day}. « Répondre de nouveau » les laisse à côté des nouvelles, à l’écran et sur le papier."
)
_YEAR = datetime.timedelta(days=360)
_LATER = datetime.timedelta(days=180)  # another answer after that is of another time, not a slip that is mended


class StartHerePage(Page):
    """It holds no answer: it shows the session's, and again at each ``changed``."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._questions = context.library.shelf.questions
        self._cards: dict[str, QuestionCard] = {}
        self._before: dict[str, Status] = {}
        self._gesture: tuple[Event, ...] = ()
        self._dossier = ""
        self._build()
        context.session.changed.connect(self._on_changed)
        self._refresh()

    def open_route(self, route: Route) -> None:
        self._refresh()
        waiting = next((q.id for q in self._questions if q.id not in self._answers_in_sight()), "")
        rest = self.result.start if self.note.isHidden() else self._again
        self.setFocusProxy(self._cards[waiting].button(Answer.YES) if waiting else rest)

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("Accueil", Route(PageId.HOME)), Crumb("Par où commencer")

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str] | None:
        return {} if self.result.is_untouched and not self.sitting.is_under_way else None

    def to_print(self) -> ToPrint:
        """Return the sheet as it is answered; to fill in by hand before the first answer."""
        return ToPrint(list_prints.DIAGNOSTIC, chosen=list_prints.WITH_ANSWERS if self._answers() else None)

    def _on_changed(self, target: str) -> None:
        if target == "" and self.sitting.is_under_way and self.context.session.dossier.uuid != self._dossier:
            self.sitting.end()  # it was of another dossier
        if target in ("", TARGET) or target.startswith(("action:", "milestone:")):
            self._refresh()

    def _on_answered(self, question_id: str, answer: str) -> None:
        if self.sitting.is_under_way:
            self.sitting.answers[question_id] = Answer(answer)
            self._refresh()
            self.announced.emit(self.count.text())
            return
        was_whole = self._is_whole()
        session, today = self.context.session, datetime.date.today()
        last = last_sitting(self._questions, session.dossier)
        if last and today - last.day > _LATER:
            new = Sitting(today, {**last.answers, question_id: Answer(answer)})
            session.apply(sitting_changes(self._questions, session.dossier, new), label=_ANSWER)
        else:
            session.set_text(TARGET, question_id, answer, label=_ANSWER)
        self.announced.emit(self.count.text())
        if self._is_whole() and not was_whole:
            self._on_result_wanted()

    def _on_sitting(self, title: str) -> None:
        """Begin a sitting: every question anew, in the order of the sheet."""
        last = last_sitting(self._questions, self.context.session.dossier)
        self._dossier = self.context.session.dossier.uuid
        self.sitting.begin(title, last.day if last else None, is_typed=title == _FROM_PAPER)
        self._refresh()
        self._area.verticalScrollBar().setValue(0)
        self._cards[self._questions[0].id].take_focus()
        self.announced.emit(_UNDER_WAY)

    def _on_sitting_kept(self) -> None:
        new, session = self.sitting.sitting(), self.context.session
        if new is None:
            self.sitting.day.setFocus()
            self.announced.emit(self.sitting.field.error)
            return
        changes = sitting_changes(self._questions, session.dossier, new)
        count = len(new.answers)
        label = fr("{count} réponses à « Par où commencer »", count=count) if count > 1 else _ANSWER
        try:
            given = session.apply(changes, label=label, via=ORIGIN if self.sitting.is_typed else "")
        except KitError as error:
            self.sitting.field.show_error(sentence(error))
            return
        if given:  # a dossier that cannot be written says so itself, and what was typed stays
            self.sitting.end()
            self._refresh()
            self._on_result_wanted()

    def _on_given_up(self) -> None:
        self.sitting.end()
        self._refresh()
        self._area.verticalScrollBar().setValue(0)
        self._paper.setFocus()
        self.announced.emit("Rien n’a été changé.")

    def _on_passed(self, question_id: str) -> None:
        """Go on to the next question without an answer, to the result after the last."""
        ids = [question.id for question in self._questions]
        place = ids.index(question_id) + 1
        answers = self._answers_in_sight()
        following = next((i for i in (*ids[place:], *ids[:place]) if i not in answers), "")
        if following:
            self._cards[following].take_focus()
            self._area.ensureWidgetVisible(self._cards[following], 0, self.context.theme.space_4)
        elif self.sitting.is_under_way:
            self.sitting.keep.setFocus()
            self._area.ensureWidgetVisible(self.sitting, 0, self.context.theme.space_4)
        else:
            self.result.start.setFocus()

    def _on_result_wanted(self) -> None:
        actions = [self._title(s.action_id) for s in self._suggestions()]
        self._inner.layout().activate()  # type: ignore[union-attr]
        self._area.verticalScrollBar().setValue(self._heading.y() - self.context.theme.space_3)
        self.result.start.setFocus()
        self.announced.emit(
            fr("Vos premières actions : {actions}.", actions=", ".join(actions)) if actions else _ALL_DONE
        )

    def _on_cleared(self) -> None:
        wiped = [Change(TARGET, field, None) for field in (*self._answers(), FIRST, HELD)]
        self.context.session.apply(
            [one for one in wiped if self.context.session.text(one.on, one.f)], label="réponses effacées"
        )
        self.result.show_started("")
        self._area.verticalScrollBar().setValue(0)
        self._cards[self._questions[0].id].take_focus()
        self.announced.emit("Réponses effacées. Ctrl+Z les remet.")

    def _on_opened(self, action_id: str) -> None:
        self.route_requested.emit(surroundings.route_to(self.context.library, action_id))

    def _on_start(self, action_ids: list[str]) -> None:
        session = self.context.session
        targets = [self._target(action_id) for action_id in action_ids]
        self._before = {target: session.status(target) for target in targets}
        plan = self.context.plan
        self._gesture = plan.start_first([item for target in targets if (item := plan.item(target)) is not None])
        started = sum(session.status(target) is Status.DOING for target in targets)
        if started:
            words = f"{started} actions sont en cours" if started > 1 else "Une action est en cours"
            words += ", en tête de votre plan."
            self.result.show_started(words)
            self.result.undo.setFocus()
            self._bring_started()
            self.announced.emit(words)

    def _show_undo(self) -> None:
        """Keep what was started and the way back in sight, once the cards that were built again are laid out."""
        inner, parts, whole = self._inner, self.result.layout(), self._inner.layout()
        assert parts is not None and whole is not None
        parts.activate()
        inner.resize(inner.width(), whole.totalHeightForWidth(inner.width()))
        whole.activate()
        self._area.ensureWidgetVisible(self.result.undo, 0, self.context.theme.space_4)

    def _on_undo(self) -> None:
        session = self.context.session
        if self._gesture and session.last_gesture == self._gesture:
            session.undo()
        else:  # something else was changed since: only the statuses go back, as one gesture
            self.context.plan.put_statuses(self._before)
        self.result.show_started("")
        self.result.start.setFocus()
        self.announced.emit("Annulé.")

    def _answers(self) -> dict[str, Answer]:
        return answers_of(self._questions, self.context.session.dossier)

    def _answers_in_sight(self) -> dict[str, Answer]:
        """Return the answers in sight: of the sitting under way, else of the dossier."""
        return self.sitting.answers if self.sitting.is_under_way else self._answers()

    def _is_whole(self) -> bool:
        return len(self._answers()) == len(self._questions)

    def _target(self, action_id: str) -> str:
        return target_of(self.context.library, action_id)

    def _title(self, action_id: str) -> str:
        article = self.context.library.article(action_id)
        return f"{article.code} {article.title}" if article.kind == "action" else article.title

    def _suggestions(self) -> tuple[Suggestion, ...]:
        return suggestions_of(self.context.library, self.context.session.dossier)

    def _refresh(self) -> None:
        answers, is_sitting = self._answers_in_sight(), self.sitting.is_under_way
        first = None if is_sitting else first_sitting(self._questions, self.context.session.dossier)
        for question in self._questions:
            words = told_again(question.id, first, answers)
            self._cards[question.id].show_answer(answers.get(question.id), words)
        total = len(self._questions)
        count = len(answers)
        self.count.setText(f"{counted(count, 'réponse')} sur {total}")
        for part in (self._clear, self._to_result, self._again):
            part.setVisible(count > 0 and not is_sitting)
        self._paper.setVisible(not is_sitting)
        self._show_note()
        self.sitting.show_left(total)
        self._heading.setVisible(not is_sitting)
        self.result.setVisible(not is_sitting)
        if is_sitting:
            return
        actions = [self._first_action(suggestion) for suggestion in self._suggestions()]
        hint = "" if actions else _ALL_DONE if answers else _NOTHING_YET
        if actions and count < total:
            hint = fr("D’après vos {count} premières réponses :", count=count) if count > 1 else _AFTER_ONE
        self.result.show_actions(actions, hint)

    def _show_note(self) -> None:
        """Say what a sitting under way is, else that the answers are a year old."""
        words = _UNDER_WAY if self.sitting.is_under_way else ""
        last = last_sitting(self._questions, self.context.session.dossier)
        if not words and last and datetime.date.today() - last.day >= _YEAR:
            words = _ONE_YEAR_ON.format(day=day_in_words(last.day))
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _first_action(self, suggestion: Suggestion) -> FirstAction:
        started = self.context.session.status(self._target(suggestion.action_id)) is Status.DOING
        return FirstAction(suggestion.action_id, self._title(suggestion.action_id), self._why(suggestion), started)

    def _why(self, suggestion: Suggestion) -> str:
        """Return what the strongest answer implies, and how many others go the same way.

        The sentence of an answer speaks of the first action that it suggests: for any other, the questions are named.
        """
        first = suggestion.reasons[0]
        if not first.is_first:
            ids = [question.id for question in self._questions]
            numbers = sorted(ids.index(reason.question.id) + 1 for reason in suggestion.reasons)
            return french(_led_by(numbers))
        others = len(suggestion.reasons) - 1
        more = "Une autre de vos réponses y mène aussi." if others == 1 else _MORE.format(others) if others else ""
        return f"{french(first.implies)} {more}".rstrip()

    def _build(self) -> None:
        t = self.context.theme
        self._inner = QWidget()
        column = page_column(self._inner, t)
        column.addWidget(Heading(fr("Par où commencer ?"), 1))
        for words, look in ((_LEAD, "lead"), (_KEYS, "small")):
            column.addLayout(bounded(Label(french(words), look), t.measure))
        column.addLayout(self._build_line())
        self.note = Label("", "strong")
        column.addLayout(bounded(self.note, t.measure))
        for number, question in enumerate(self._questions, 1):
            made = QuestionCard(t, number, question)
            made.answered.connect(self._on_answered)
            made.passed.connect(self._on_passed)
            self._cards[question.id] = made
            column.addLayout(bounded(made, t.measure + 2 * t.space_5))
        self.sitting = SittingCard(t)
        self.sitting.kept.connect(self._on_sitting_kept)
        self.sitting.given_up.connect(self._on_given_up)
        column.addLayout(bounded(self.sitting, t.measure + 2 * t.space_5))
        column.addSpacing(t.space_3)
        self._heading = Heading("Vos trois premières actions", 2)
        column.addWidget(self._heading)
        self.result = FirstActions(t)
        self.result.opened.connect(self._on_opened)
        self.result.start_requested.connect(self._on_start)
        self._bring_started = later(self._show_undo, self)
        self.result.undo_requested.connect(self._on_undo)
        column.addLayout(bounded(self.result, t.measure + 2 * t.space_5))
        column.addStretch(1)
        self._area = scrolling(self, self._inner)

    def _build_line(self) -> FlowLayout:
        flow = FlowLayout(gap=self.context.theme.space_4)
        self.count = Label("", "strong", wrap=False)
        self._to_result = self._build_link("Voir mes premières actions")
        self._to_result.clicked.connect(self._on_result_wanted)
        self._clear = self._build_link("Effacer mes réponses")
        self._clear.clicked.connect(self._on_cleared)
        self._paper, self._again = (self._build_link(words) for words in (_FROM_PAPER, _AGAIN))
        self._paper.clicked.connect(lambda: self._on_sitting(_FROM_PAPER))
        self._again.clicked.connect(lambda: self._on_sitting(_AGAIN))
        for part in (self.count, self._to_result, self._again, self._paper, self._clear):
            flow.addWidget(part)
        return flow

    def _build_link(self, words: str) -> QPushButton:
        link = QPushButton(words)
        link.setProperty("look", "link-flush")
        link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return link


def _led_by(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Votre réponse à la question {numbers[0]} mène aussi à cette action."
    *most, last = map(str, numbers)
    return f"Vos réponses aux questions {', '.join(most)} et {last} mènent à cette action."
