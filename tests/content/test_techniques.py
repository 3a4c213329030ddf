"""The 26 techniques: their numbers, slugs and places are a promise to everyone who links to them."""

from __future__ import annotations

import pytest

from techniques.library import Library, leaves, refers_to, texts
from techniques.linking import Linker

#: Number, Dutch slug, English slug, connection, challenge. Never reused, never renumbered.
PROMISED = """
1 samenvatten summarising mid low
2 luisteren listening high low
3 iets-van-jezelf-laten-zien self-disclosure mid low
4 empathie-en-compassie empathy-and-compassion high low
5 complimenten-geven giving-compliments mid low
6 aandacht-en-oogcontact attention-and-eye-contact high low
7 goudklompjes gold-nuggets mid low
8 vertrouwen-uitspreken expressing-trust high low
9 non-verbale-signalen non-verbal-signals mid mid
10 vragen-die-verbinden questions-that-connect high mid
11 specifieke-positieve-feedback specific-positive-feedback mid mid
12 elkaar-helpen helping-each-other high mid
13 humor humour mid mid
14 ontlokken-aanbieden-ontlokken elicit-provide-elicit high mid
15 reflecties-geven reflections mid high
16 perspectiefwisseling changing-perspective high high
17 plan-maken making-a-plan mid high
18 helpen-volhouden helping-to-keep-going high high
19 stiltes-laten-vallen silences mid high
20 beslisbalans decisional-balance high high
21 vragen-die-uitdagen questions-that-challenge mid high
22 negatieve-feedback negative-feedback high high
23 boos-worden getting-angry low high
24 verandertaal-uitlokken evoking-change-talk high high
25 ambivalentie-voeden exploring-ambivalence mid high
26 confronteren confronting high high
""".strip().splitlines()


@pytest.mark.parametrize("line", PROMISED, ids=lambda line: line.split()[1])
def test_number_slugs_and_place_stand(library: Library, line: str) -> None:
    number, nl, en, connection, challenge = line.split()
    technique = library.number(int(number))
    assert technique is not None
    assert (technique.slug.nl, technique.slug.en) == (nl, en)
    assert (technique.connection, technique.challenge) == (connection, challenge)


def test_there_are_no_others(library: Library) -> None:
    assert [t.number for t in library.techniques] == list(range(1, 27))


def test_every_goal_is_served_by_at_least_three_techniques(library: Library) -> None:
    served = {name: sum(name in t.goals for t in library.techniques) for name in library.goals}
    assert {name: count for name, count in served.items() if count < 3} == {}


def test_every_technique_can_be_reached_from_another(library: Library) -> None:
    pointed_at = {r.number for t in library.techniques for r in t.related}
    assert sorted({t.number for t in library.techniques} - pointed_at) == []


def test_no_two_dialogues_share_a_leader(library: Library) -> None:
    leaders = [{turn.name for turn in t.dialogue.turns if turn.who == "leader"} for t in library.techniques]
    names = [name for each in leaders for name in each]
    assert len(names) == len(set(names))


def test_no_sentence_to_say_stands_twice(library: Library) -> None:
    for language in ("nl", "en"):
        said = [say.words[language] for t in library.techniques for say in t.say]
        assert [line for line in said if said.count(line) > 1] == []


def test_every_technique_serves_a_goal_and_a_conversation(library: Library) -> None:
    unused = {
        t.number: [kind for kind in ("goals", "conversations") if not library.uses(t.number)[kind]]
        for t in library.techniques
    }
    assert {number: kinds for number, kinds in unused.items() if kinds} == {}


def test_goals_and_techniques_name_each_other(library: Library) -> None:
    one_sided = [
        (name, offer.number)
        for name, goal in library.goals.items()
        for offer in goal.techniques
        if (technique := library.number(offer.number)) and name not in technique.goals
    ]
    assert one_sided == []


def test_every_pitfall_conversation_and_guide_is_referred_to(library: Library) -> None:
    named = {
        (refers_to(path), value)
        for things in library.kinds().values()
        for thing in things.values()
        for path, value in leaves(thing)
        if refers_to(path)
    }
    assert [name for name in library.pitfalls if ("pitfalls", name) not in named] == []
    assert [name for name in library.conversations if ("conversations", name) not in named] == []


def test_every_term_is_met_somewhere(library: Library) -> None:
    for language in ("nl", "en"):
        linker = Linker(library.terms, language)
        for kind, things in library.kinds().items():
            for thing in things.values() if kind != "terms" else ():
                for path, text in texts(thing, language):
                    if not {"slug", "title", "short_title", "aliases"} & set(path):
                        list(linker.pieces(text))
        for page in library.pages.values():
            for _, text in texts(page, language):
                list(linker.pieces(text))
        met = {name for name, _ in linker.used}
        assert sorted(set(library.terms) - met) == [], language
