"""Any design survives its link and its file, and no link or file does harm."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analysis.design_link import MOST_NOTES, design_id, link_of, open_link, open_query, query_of
from analysis.inert_text import LONGEST_LABEL, file_stem, inert, plain_label
from analysis.levers import Levers, load_levers
from analysis.policy import BOUNDS, load_assumptions
from analysis.scenario_text import scenario_toml
from analysis.scenarios import Citation, load_scenarios, read_uploaded
from data.schema import AGENCIES
from data.world import WorldError
from tests.examples import examples

ASSUMPTIONS = load_assumptions()
LEVERS = load_levers()
MANY = 10**12  # for a lever without a maximum
UNITS = {one.id: one.unit for one in ASSUMPTIONS}


def values_of(one):
    """Everything that a lever can be."""
    if one.kind == "choice":
        return st.sampled_from([id for id, _ in one.choices])
    if one.kind == "agencies":
        chosen = st.lists(st.booleans(), min_size=len(AGENCIES), max_size=len(AGENCIES))
        return chosen.map(
            lambda on: tuple(a for a, is_on in zip(AGENCIES, on, strict=True) if is_on)
        )
    if one.kind == "flag":
        return st.booleans()
    if one.kind == "share":
        return st.floats(one.minimum, one.maximum)
    return st.integers(int(one.minimum), int(one.maximum if one.maximum is not None else MANY))


designs = st.one_of(
    st.builds(Levers, **{one.id: values_of(one) for one in LEVERS}),
    st.builds(
        lambda start, one: replace(start.levers, **dict([one])),
        st.sampled_from(load_scenarios()),
        st.sampled_from(LEVERS).flatmap(lambda one: st.tuples(st.just(one.id), values_of(one))),
    ),
)


def can_be_held(values) -> bool:
    try:
        ASSUMPTIONS.fixed(values)
    except WorldError:
        return False
    return True


held_values = (
    st.lists(st.sampled_from(sorted(UNITS)), max_size=4, unique=True)
    .flatmap(lambda ids: st.fixed_dictionaries({id: st.floats(*BOUNDS[UNITS[id]]) for id in ids}))
    .filter(can_be_held)
)
hostile = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "![x](https://evil.example/pixel.png)",
            "https://evil.example www.evil.example",
            "=cmd|' /C calc'!A0",
            "../../etc/passwd",
            "\x00\x1b[31m\u202e\ud800",
            "`rm`",
            "1e400",
            "9" * 5_000,
            "yes",
            "none",
            "universal",
            "school,police",
        ]
    ),
)
names = st.one_of(
    st.sampled_from([one.id for one in LEVERS]),
    st.sampled_from(["like", "label", "a.", "a.consent_share", "a.window_days"]),
    hostile,
)


def assert_inert(text: str) -> None:
    assert text.isprintable()
    assert not any(sign in text for sign in ("<", ">", "`", "](", "://", "www."))


@examples(100)
@given(levers=designs, held=held_values, label=st.text(max_size=100))
def test_any_design_survives_its_link(levers, held, label):
    query = query_of(link_of(levers, held=held, label=label))
    opened = open_query(query)
    assert opened.notes == ()
    assert opened.levers == levers
    assert dict(opened.held) == held
    assert opened.label == plain_label(label)
    assert query_of(link_of(opened.levers, held=dict(opened.held), label=opened.label)) == query
    assumed = ASSUMPTIONS.fixed(held)
    assert opened.assumptions == assumed
    assert design_id(opened.levers, opened.assumptions) == design_id(levers, assumed)
    assert query.isascii()


@examples(100)
@given(one=designs, other=designs, held=held_values)
def test_two_designs_share_an_id_only_if_they_are_one(one, other, held):
    assumed = ASSUMPTIONS.fixed(held)
    assert (design_id(one, assumed) == design_id(other, assumed)) == (one == other)


@examples(300)
@given(
    parameters=st.dictionaries(names, st.one_of(hostile, st.none(), st.lists(hostile)), max_size=12)
)
def test_whatever_stands_in_a_link_gives_a_design_and_does_no_harm(parameters):
    opened = open_link(parameters)
    for one in LEVERS:
        assert one.checked(getattr(opened.levers, one.id)) == getattr(opened.levers, one.id)
    assert len(opened.notes) <= MOST_NOTES + 1
    for text in (opened.label, *opened.notes):
        assert_inert(text)
    if not opened.notes:  # then it was followed to the letter
        assert open_link(link_of(opened.levers, held=dict(opened.held))).levers == opened.levers


@examples(200)
@given(text=hostile)
def test_whatever_is_pasted_is_read_or_refused(text):
    for note in open_query(text).notes:
        assert_inert(note)


@examples(300)
@given(text=st.text())
def test_a_label_is_plain_and_stays_what_it_is(text):
    label = plain_label(text)
    assert plain_label(label) == label
    assert len(label) <= LONGEST_LABEL
    assert not label or label[0].isalnum()
    assert_inert(label)
    assert file_stem(text).isascii()
    assert file_stem(text).replace("_", "a").isalnum()


@examples(200)
@given(text=st.text(max_size=3_000))
def test_an_answer_is_inert_whatever_it_repeats(text):
    assert_inert(inert(text))


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
citations = st.builds(
    Citation, publisher=texts, says=texts, link=st.sampled_from(["", 'https://a.b/?c="d"\\e#[f]'])
)
scenarios = st.builds(
    lambda start, label, summary, sources, why: replace(
        start,
        id="mine",
        label=label,
        summary=summary,
        sources=tuple(sources),
        because=tuple((id, why) for id, _ in start.sets[::2]),
    ),
    st.sampled_from(load_scenarios()),
    texts,
    texts,
    st.lists(citations, max_size=3),
    texts,
)


@examples(80)
@given(scenario=scenarios)
def test_any_scenario_survives_its_file(scenario):
    text = scenario_toml(scenario)
    assert all(one.isprintable() or one == "\n" for one in text)
    assert read_uploaded("mine.toml", text.encode()) == scenario


@examples(200)
@given(content=st.one_of(st.binary(max_size=300), hostile.map(lambda t: t.encode(errors="ignore"))))
def test_whatever_is_uploaded_is_read_or_refused_in_an_inert_sentence(content):
    for text in (content, b'label = "L"\nsummary = "S"\n' + content):
        try:
            read_uploaded("mine.toml", text)
        except WorldError as error:
            assert_inert(str(error))
