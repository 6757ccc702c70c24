"""The local directory: entries that merge, are linked and erased; tables typed elsewhere, read and never trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.documents.spreadsheet import csv_file
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.mandate import directory, directory_table
from kit.mandate.directory import Contact, contacts
from tests.growth import LINEAR, growth

COMMISSION = "action:elu-commission"
TABLE = "Structure;Type;Commune;Mail;Tél.\nLa Ressourcerie;association;Saint-Exemple;a@b.example;05 00 00 00 00\n"


def add(dossier: Dossier, **values: str) -> Contact:
    on, changes = directory.added(values)
    dossier.commit(*dossier.group(changes))
    return next(one for one in contacts(dossier) if one.on == on)


def test_entries_are_sorted_as_french_names_are(dossier: Dossier) -> None:
    for name in ("Zèbre", "Épicerie", "atelier", "Fournil"):
        add(dossier, name=name)
    assert [one.name for one in contacts(dossier)] == ["atelier", "Épicerie", "Fournil", "Zèbre"]


def test_an_entry_is_changed_linked_unlinked_and_removed_one_gesture_each(dossier: Dossier) -> None:
    entry = add(dossier, name="La Ressourcerie", met="2026-11-03", note="  ")
    assert entry.is_met and entry.note == ""
    assert directory.changed(entry, "phone", "") == []
    for changes in (directory.changed(entry, "phone", " 05 00 "), directory.linked(entry, COMMISSION, is_linked=True)):
        dossier.commit(*dossier.group(changes))
    (entry,) = contacts(dossier)
    assert (entry.phone, entry.links) == ("05 00", (COMMISSION,))
    assert directory.linked_to(contacts(dossier), COMMISSION) == [entry]
    assert directory.linked(entry, COMMISSION, is_linked=True) == []
    dossier.commit(*dossier.group(directory.linked(entry, COMMISSION, is_linked=False)))
    assert contacts(dossier)[0].links == ()
    dossier.commit(*dossier.group(directory.removed(entry, dossier.fields(entry.on))))
    assert contacts(dossier) == []
    dossier.commit(*dossier.undo())
    assert contacts(dossier)[0].name == "La Ressourcerie"


def test_two_people_complete_one_entry_apart_without_a_conflict(dossier: Dossier, tmp_path: Path) -> None:
    entry = add(dossier, name="La Ressourcerie")
    copy = tmp_path / "copie.kitess"
    copy.write_bytes(dossier.path.read_bytes())
    dossier.record(entry.on, "phone", "05 00 00 00 00")
    dossier.commit(*dossier.group(directory.linked(entry, COMMISSION, is_linked=True)))
    with Dossier.open(copy, by="Maire") as other:
        other.record(entry.on, "email", "a@b.example")
        other.commit(*other.group(directory.linked(entry, "action:reseaux-cress", is_linked=True)))
    dossier.close()
    merge_files(dossier.path, copy, tmp_path / "reunis.kitess")
    with Dossier.open(tmp_path / "reunis.kitess", write=False) as both:
        (entry,) = contacts(both)
        assert not both.conflicts()
    assert (entry.phone, entry.email, len(entry.links)) == ("05 00 00 00 00", "a@b.example", 2)


def test_erasing_leaves_nothing_of_an_entry(dossier: Dossier) -> None:
    add(dossier, name="La Ressourcerie", contact="Prénom Nom", email="a@b.example", place="12 rue de l’Exemple")
    dossier.close()
    erase(dossier.path, backups=dossier.path.parent / "copies")
    for file in dossier.path.parent.rglob("*.kitess"):
        text = file.read_text("utf-8")
        assert not any(word in text for word in ("Ressourcerie", "Prénom", "a@b", "rue de l"))
    with Dossier.open(dossier.path, write=False) as after:
        assert contacts(after) == []


def test_a_header_is_guessed_and_its_columns_go_where_they_belong() -> None:
    table = directory_table.read(TABLE)
    assert table.fields == ("name", "kind", "place", "email", "phone")
    assert table.entries() == [
        {
            "name": "La Ressourcerie",
            "kind": "association",
            "place": "Saint-Exemple",
            "email": "a@b.example",
            "phone": "05 00 00 00 00",
        }
    ]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_usual_separator_is_seen(separator: str) -> None:
    table = directory_table.read(TABLE.replace(";", separator))
    assert table.fields == ("name", "kind", "place", "email", "phone")


def test_columns_of_one_field_are_joined() -> None:
    table = directory_table.read("Nom;Adresse;CP;Ville\nCafé;12 rue de l’Exemple;23000;Saint-Exemple")
    assert table.entries() == [{"name": "Café", "place": "12 rue de l’Exemple, 23000, Saint-Exemple"}]


def test_without_a_header_mail_and_phone_are_seen_and_the_first_other_column_is_the_name() -> None:
    table = directory_table.read("a@b.example;Café;05 00 00 00 00\nc@d.example;Atelier;05 00 00 00 01")
    assert table.fields == ("email", "name", "phone") and len(table.rows) == 2


def test_a_guess_is_changed_by_hand() -> None:
    table = directory_table.read("Bidule;Machin\nx;Café\n")
    assert table.fields[0] == "name"
    mended = table.with_field(0, "").with_field(1, "name")
    assert [one["name"] for one in mended.entries()] == ["Machin", "Café"]


def test_what_is_there_already_or_twice_in_the_table_is_added_once(dossier: Dossier) -> None:
    add(dossier, name="la RESSOURCERIE", email="A@B.example")
    table = directory_table.read(TABLE + "Café;SCIC;Saint-Exemple;;\nCAFÉ ;SCIC;saint-exemple;;\n;association;x;;\n")
    made = directory_table.plan(table, contacts(dossier))
    assert (made.new, made.known) == (1, 2)
    dossier.commit(*dossier.group(made.changes))
    assert [one.name for one in contacts(dossier)] == ["Café", "la RESSOURCERIE"]
    dossier.commit(*dossier.undo())
    assert len(contacts(dossier)) == 1, "one undo for all"


def test_a_list_that_the_kit_wrote_comes_back_as_it_was() -> None:
    rows = [("Nom", "Courriel", "Note"), ("=2+2 Coopérative", "a@b.example", "-1 ; 2")]
    table = directory_table.read(directory_table.decode(csv_file(rows)))
    assert table.entries() == [{"name": "=2+2 Coopérative", "email": "a@b.example", "note": "-1 ; 2"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_of_any_usual_encoding_are_read(encoding: str) -> None:
    assert "Épicerie" in directory_table.decode("Nom\nÉpicerie".encode(encoding))


def test_too_many_rows_are_cut_and_it_is_said() -> None:
    table = directory_table.read("Nom\n" + "\n".join(f"Structure {n}" for n in range(directory_table.ROW_LIMIT + 5)))
    assert len(table.rows) == directory_table.ROW_LIMIT and table.is_cut


@given(st.text(max_size=400) | st.lists(st.text(alphabet='";,\n\t ab@0', max_size=40), max_size=8).map("\n".join))
def test_any_text_whatever_gives_a_table_that_can_be_planned(text: str) -> None:
    table = directory_table.read(text)
    made = directory_table.plan(table, [])
    assert made.new + made.known == len(table.entries()) <= len(table.rows)
    assert len(table.fields) == len(table.titles) == len(directory_table.titles_of(table))
    assert {change.f for change in made.changes} <= set(directory.FIELDS)


HARD = {
    "letters": "a",
    "columns": "a;",
    "quotes": '"',
    "opened quotes": 'a;"b',
    "rows": "a\n",
    "empty rows": "\n",
    "mails": "a@b.c\n",
    "almost mails": "a@b",
    "digits": "1 ",
}


@pytest.mark.parametrize("name", HARD)
def test_the_work_on_a_table_grows_with_its_size_alone(name: str) -> None:
    def work(size: int) -> None:
        found = directory_table.read(HARD[name] * (size // len(HARD[name])))
        directory_table.plan(found, [])
        directory_table.titles_of(found)

    assert growth(work, 20_000) < LINEAR


def test_too_many_columns_are_cut_and_it_is_said() -> None:
    found = directory_table.read("Nom;" + ";".join(f"Note {n}" for n in range(99)) + "\n" + "x;" * 100)
    assert found.is_narrowed and len(found.titles) == len(found.fields) == directory_table.COLUMN_LIMIT
    assert not directory_table.read(TABLE).is_narrowed


def test_columns_of_one_field_make_up_no_more_than_it_holds() -> None:
    title = ";".join(["Nom", *["Note"] * 20])
    found = directory_table.read(f"{title}\n" + ";".join(["x" * 3_000] * 21))
    (values,) = found.entries()
    assert {len(value) for value in values.values()} == {directory_table.TEXT_LIMIT}
