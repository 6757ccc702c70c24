"""What acts need is asked once, kept in the dossier, and found again."""

from __future__ import annotations

from pathlib import Path

from kit import paths
from kit.acts import record
from kit.acts.loader import ActModels
from kit.acts.record import State
from kit.acts.rendering import ActRenderer
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change

MODELS = ActModels(paths.acts())
MODEL = MODELS.get("arrete-delegation-ess")
OTHER = MODELS.get("deliberation-commission-ess")


def apply(dossier: Dossier, *changes: Change) -> None:
    dossier.commit(*dossier.group(list(changes)))


def begun(dossier: Dossier, serves: str = "", step: str = "") -> str:
    on, changes = record.new_act(MODEL, serves, step)
    apply(dossier, *changes)
    return on


def test_an_act_is_found_again_after_the_dossier_was_closed(tmp_path: Path) -> None:
    fields = MODELS.fields(MODEL)
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        on = begun(dossier, "action:elu-commission")
        apply(dossier, record.change(fields["delegue.nom"], "Prénom « Nom »\n& Cie", on))
    with Dossier.open(tmp_path / "d.kitess") as dossier:
        (act,) = record.saved_acts(dossier)
        assert (act.on, act.model_id, act.state) == (on, MODEL.id, State.DRAFT)
        assert record.values(dossier, act)["delegue.nom"] == "Prénom « Nom »\n& Cie"


def test_common_fields_are_asked_once_for_all_acts(tmp_path: Path) -> None:
    fields = MODELS.fields(MODEL)
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        on = begun(dossier)
        typed = {
            "collectivite.nom": "Saint-Exemple",
            "collectivite.forme": "commune",
            "collectivite.population": "1 800",
            "executif.nom": "Prénom Nom",
            "seance.date": "2026-12-15",
        }
        apply(dossier, *(record.change(fields[name], value, on) for name, value in typed.items()))
        assert dossier.fields("identity") == {
            "name": "Saint-Exemple",
            "kind": "commune",
            "population": 1800,
            "mayor": "Prénom Nom",
            "council": "2026-12-15",
        }
        other = record.SavedAct("act:autre", OTHER.id)
        found = record.values(dossier, other)
        assert found == typed | {"collectivite.population": "1800"}
        act = ActRenderer(MODELS).render(OTHER, found)
        assert not {"collectivite.nom", "seance.date", "collectivite.population"} & {f.name for f in act.missing}


def test_the_identity_of_the_dossier_fills_the_fiche(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        for field, value in {"name": "CC du Pays d’Exemple", "kind": "intercommunalite", "population": 29000}.items():
            dossier.record("identity", field, value)
        values = record.values(dossier)
    assert values == {
        "collectivite.nom": "CC du Pays d’Exemple",
        "collectivite.forme": "epci",
        "collectivite.population": "29000",
    }


def test_the_day_of_the_council_is_the_one_that_the_whole_kit_knows(tmp_path: Path) -> None:
    field = MODELS.common["seance.date"]
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        dossier.record("acts", "v:seance.date", "2026-12-15")  # where earlier programs kept it
        assert record.values(dossier)["seance.date"] == "2026-12-15"
        dossier.record("identity", "council", "2027-02-01")
        assert record.values(dossier)["seance.date"] == "2027-02-01"
        cleared = record.change(field, "", "act:un")
        apply(dossier, cleared, *record.superseded(dossier, [cleared]))
        assert "seance.date" not in record.values(dossier)


def test_the_siren_of_the_list_stands_until_another_is_typed(tmp_path: Path) -> None:
    field = MODELS.common["collectivite.siren"]
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        dossier.record("identity", "siren", "200072049")
        assert record.values(dossier) == {"collectivite.siren": "200072049"}
        apply(dossier, record.change(field, "217500016", "act:un"))
        assert record.values(dossier) == {"collectivite.siren": "217500016"}
        assert dossier.value("identity", "siren") == "200072049"  # by which the list knows it


def test_a_cleared_field_is_missing_again(tmp_path: Path) -> None:
    field = MODELS.fields(MODEL)["delegue.nom"]
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        on = begun(dossier)
        apply(dossier, record.change(field, "x", on))
        apply(dossier, record.change(field, "  ", on))
        assert record.saved_acts(dossier)[0].values == {}


def test_written_ticks_its_sub_step_and_a_draft_again_unticks_it(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        dossier.record("action:elu-commission", "step:s1", "Écrire la délibération")
        begun(dossier, "action:elu-commission", "s1")
        (act,) = record.saved_acts(dossier)
        apply(dossier, *record.state_given(act, State.WRITTEN))
        assert record.saved_acts(dossier)[0].state is State.WRITTEN
        assert dossier.value("action:elu-commission", "step:s1:done") is True
        apply(dossier, *record.state_given(act, State.DRAFT))
        assert record.saved_acts(dossier)[0].state is State.DRAFT
        assert dossier.value("action:elu-commission", "step:s1:done") is None


def test_votes_and_the_date_of_signature_belong_to_one_act(tmp_path: Path) -> None:
    fields = MODELS.fields(OTHER)
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        on = begun(dossier)
        for name in ("vote.pour", "acte.date", "seance.rapporteur", "seance.votants", "seance.secretaire"):
            apply(dossier, record.change(fields[name], "2026-12-15", on))
        assert set(record.shared_values(dossier)) == {"seance.secretaire"}
        assert record.values(dossier, record.SavedAct("act:autre", OTHER.id)) == {"seance.secretaire": "2026-12-15"}
        assert len(record.values(dossier, record.saved_acts(dossier)[0])) == 5


def test_a_written_act_keeps_the_date_of_its_own_council(tmp_path: Path) -> None:
    field = MODELS.fields(OTHER)["seance.date"]
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        on = begun(dossier)
        apply(dossier, record.change(field, "2026-12-15", on))
        act = record.saved_acts(dossier)[0]
        apply(dossier, *record.state_given(act, State.WRITTEN, record.shared_values(dossier)))
        apply(dossier, record.change(field, "2027-02-01", "act:autre"))
        act = record.saved_acts(dossier)[0]
        assert record.values(dossier, act)["seance.date"] == "2026-12-15"
        assert record.change(field, "2026-12-16", on, act.values) == Change(on, "v:seance.date", "2026-12-16")
        apply(dossier, *record.state_given(act, State.DRAFT, record.shared_values(dossier)))
        assert record.values(dossier, record.saved_acts(dossier)[0])["seance.date"] == "2027-02-01"


def test_an_act_without_a_sub_step_ticks_nothing(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        begun(dossier, "action:elu-commission")
        (act,) = record.saved_acts(dossier)
        assert [change.on for change in record.state_given(act, State.WRITTEN)] == [act.on]


def test_a_removed_act_is_gone_and_undo_brings_it_back(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        begun(dossier)
        (act,) = record.saved_acts(dossier)
        apply(dossier, *record.removed(dossier, act))
        assert record.saved_acts(dossier) == ()
        dossier.commit(*dossier.undo())
        assert record.saved_acts(dossier) == (act,)


def test_no_field_can_be_mistaken_for_the_model_or_the_state(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        on = begun(dossier)
        dossier.record(on, "v:model", "un mot")
        dossier.record(on, "v:state", "un autre")
        (act,) = record.saved_acts(dossier)
    assert (act.model_id, act.state, dict(act.values)) == (
        MODEL.id,
        State.DRAFT,
        {"model": "un mot", "state": "un autre"},
    )
