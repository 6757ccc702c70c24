"""What the texts are made of: articles of several kinds, examples, levers, and who publishes them."""

from __future__ import annotations

import msgspec

KINDS = ("chapter", "article", "competence", "reason", "topic", "lever", "milestone", "action")
LEVELS = ("commune", "intercommunalite", "both")
RHYTHMS = ("once", "yearly", "mandate")
ROLES = {
    "terrain": "terrain",
    "local": "locaux",
    "toit": "toits",
    "travaux": "travaux",
    "argent": "argent",
    "parts": "parts au capital",
    "marche": "achat ou marché",
    "delegation": "gestion confiée",
    "elu": "élu·e chargé·e de l’ESS",
    "initiative": "initiative",
    "soutien": "soutien",
    "adhesion": "adhésion",
    "gouvernance": "siège dans les instances",
    "agents": "temps d’agents",
    "regie": "gestion en direct",
}
"""What a collectivité did in an example: the word of the header, then the words that a reader sees."""
ROLE_UNKNOWN = "inconnu"
"""The mark of an example whose source says nothing of what a collectivité did."""
OLD_AFTER_YEARS = 6
"""A fact that is this many years older than the last check of its page, a term of a council, is called old."""


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """A real example, with its place and the facts that carry it.

    ``insee`` is the commune (of an intercommunalité, its seat), for the map; ``siren`` the intercommunalité when the
    example is hers. ``population`` is hers or else the commune's, in ``population_year``; None when nobody counted.
    ``undated`` says that no source gives the year; ``old`` is reckoned when the text is read (``OLD_AFTER_YEARS``).
    ``role`` holds keys of ``ROLES``, or only ``ROLE_UNKNOWN``; in the double form the words of a dotted one.
    """

    id: str
    place: str
    text: str
    departement: str = ""
    population: int | None = None
    year: int | None = None
    facts: tuple[str, ...] = ()
    parent: str = ""
    insee: str = ""
    siren: str = ""
    population_year: int | None = None
    undated: bool = False
    old: bool = False
    role: tuple[str, ...] = ()

    @property
    def case(self) -> tuple[str, str]:
        """The real fact that is told: examples of several texts, of one place and one first fact, are one case."""
        return (self.siren or self.insee or self.place, self.facts[0] if self.facts else self.id)

    @property
    def has_role(self) -> bool:
        """Whether a source says what a collectivité did."""
        return any(word != ROLE_UNKNOWN for word in self.role)


class Value(msgspec.Struct, frozen=True):
    """One value of a series: what it is of, and how much."""

    label: str
    value: float


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """Figures that may be drawn side by side: one definition, one unit, one year, one publication.

    ``source`` names that publication as one cites it: « Insee, octobre 2025 »; ``facts`` carry the values.
    ``values`` keep the order of the text; ``missing`` are the labels whose value no source gives, or, where
    ``withheld`` says in a word what becomes of them, those that are known and not told.
    """

    id: str
    title: str
    unit: str = ""
    year: int | None = None
    definition: str = ""
    facts: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    missing: tuple[str, ...] = ()
    source: str = ""
    withheld: str = ""


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of an action: what, who, how long."""

    text: str
    who: str = ""
    time: str = ""


class Article(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text with its header: a page to read, and for an action also what is ticked.

    ``parent`` is the id of the chapter, reason or lever that holds it; ``code`` the short number
    printed beside a lever (``1``) or an action (``1.3``); ``reviewed_on`` an ISO date; ``words`` the
    number of words of summary and body.
    """

    id: str
    kind: str
    title: str
    summary: str = ""
    short_title: str = ""
    order: int = 0
    parent: str = ""
    pictogram: str = ""
    code: str = ""
    page_text: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reviewed_on: str = ""
    provisional: bool = False
    to_check: str = ""
    check_by: int | None = None
    levers: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    level: str = ""
    rhythm: str = ""
    done_when: str = ""
    first_step: str = ""
    difficulty: int | None = None
    documents: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    examples: tuple[Example, ...] = ()
    series: tuple[Series, ...] = ()
    words: int = 0
    file: str = ""

    @property
    def label(self) -> str:
        """The short title where there is one, for narrow places."""
        return self.short_title or self.title

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes at 200 words a minute, at least 1."""
        return max(1, round(self.words / 200))


class Publisher(msgspec.Struct, frozen=True):
    """Who publishes the kit, from ``resources/kit.toml``.

    ``called``, ``called_to`` and ``called_of`` name it inside a sentence: la CRESS, à la CRESS, de la CRESS.
    """

    name: str
    full_name: str
    region: str
    site: str
    mail: str
    form_collectivites: str
    form_general: str
    form_fallback: str
    content_version: str
    content_date: str
    called: str = ""
    called_to: str = ""
    called_of: str = ""

    @property
    def named(self) -> str:
        """Its whole name with the article of ``called``: la CRESS Nouvelle-Aquitaine."""
        article = next((a for a in ("la ", "le ", "les ", "l’") if self.called.startswith(a)), "")
        return article + self.name


class Lever(msgspec.Struct, frozen=True):
    """A lever of the page with its milestone, if any, and its actions in order."""

    article: Article
    milestone: Article | None
    actions: tuple[Article, ...]


class Outline(msgspec.Struct, frozen=True):
    """What the first screens need, whatever the number of texts: chapters, reasons, levers."""

    publisher: Publisher
    chapters: tuple[Article, ...] = ()
    reasons: tuple[Article, ...] = ()
    levers: tuple[Lever, ...] = ()

    @property
    def actions(self) -> tuple[Article, ...]:
        """All counted actions, in reading order."""
        return tuple(action for lever in self.levers for action in lever.actions)

    def lever(self, lever_id: str) -> Lever | None:
        """Return the lever of this id."""
        return next((lever for lever in self.levers if lever.article.id == lever_id), None)

    def lever_of(self, action_id: str) -> Lever | None:
        """Return the lever that holds this action or milestone."""
        for lever in self.levers:
            if any(a.id == action_id for a in lever.actions):
                return lever
            if lever.milestone and lever.milestone.id == action_id:
                return lever
        return None
