"""Contacts of agencies with children: incidents, casework and background, as packed words.

A contact is one uint64 while it is made: child (16 bits), day (11), agency (4), concern type
(4, zero = routine). Sorting the words sorts the table by child, day and agency; unpacking is
a few shifts. So a part's contacts need no join, no index sort and little memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data.schema import AGENCIES, CONCERN_TYPES, NEED_TIERS
from synthetic.calendar import Calendar
from synthetic.draws import GOLDEN, again, below, bits, mix, threshold, threshold_32, uniform
from synthetic.events import SOURCE, Episodes
from synthetic.fit import CARE, LIFE_BANDS, fit_england
from synthetic.parameters import AGES, CARE_STATES, Inputs, by_word, load_inputs
from synthetic.pathways import Pathways
from synthetic.people import Homes, People
from synthetic.placement import Placed

AGENCY = {name: code for code, name in enumerate(AGENCIES)}
CONCERN = {name: code + 1 for code, name in enumerate(CONCERN_TYPES)}  # 0 = no concern
CHILD_BITS, DAY_SHIFT, AGENCY_SHIFT, CHILD_SHIFT = 16, 8, 4, 19
GRAIN = 4096  # steps of a count table
DAY_AND_NIGHT = ("hospital", "police")  # the other agencies keep weekdays
BACKGROUND = ("primary_care", "hospital", "school", "sensitive_health", "police")


@dataclass(frozen=True, slots=True)
class Lives:
    """What the contact stages need to know of a part's children, gathered once."""

    seed: int
    inputs: Inputs
    calendar: Calendar
    placed: Placed
    homes: Homes
    people: People
    paths: Pathways
    episodes: Episodes

    band: np.ndarray  # age band of each child, an index into LIFE_BANDS
    council: np.ndarray  # int16, home council of each child


def gather(seed, inputs, calendar, placed, homes, people, paths, episodes) -> Lives:
    """Put a part's children together for the contact stages."""
    bands = np.searchsorted(LIFE_BANDS, np.arange(AGES), side="right") - 1
    return Lives(
        seed,
        inputs,
        calendar,
        placed,
        homes,
        people,
        paths,
        episodes,
        band=bands[people.age],
        council=placed.council[placed.home],
    )


class Rows:
    """Collects packed contacts; weekday agencies are moved off weekends here, in one place."""

    def __init__(self, calendar: Calendar) -> None:
        self._packed: list[np.ndarray] = []
        self._length = calendar.length
        office, same = calendar.office_days(), np.arange(calendar.length)
        self._days = np.concatenate(
            [same if name in DAY_AND_NIGHT else office for name in AGENCIES]
        ).astype(np.uint64) << np.uint64(DAY_SHIFT)

    def add(self, child, day, agency, concern=0) -> None:
        """Add contacts; days outside the world are dropped."""
        agency = np.asarray(agency)
        if len(day) == 0:
            return
        if day.min() < 0 or day.max() >= self._length:
            inside = np.flatnonzero((day >= 0) & (day < self._length))
            child, day = child[inside], day[inside]
            agency = agency[inside] if agency.ndim else agency
            concern = concern[inside] if np.ndim(concern) else concern
        words = self._days[day + agency * self._length]
        words |= child.astype(np.uint64) << np.uint64(CHILD_SHIFT)
        words |= (agency << AGENCY_SHIFT).astype(np.uint64) | np.asarray(concern).astype(np.uint64)
        self._packed.append(words)

    def sorted(self) -> np.ndarray:
        """All contacts in the order of the table."""
        packed = np.concatenate(self._packed)
        packed.sort()
        return packed


def make_contacts(lives: Lives) -> np.ndarray:
    """Packed contacts of the part, sorted; none before birth, none of unknown children."""
    rows = Rows(lives.calendar)
    _background(lives, rows)
    _incidents(lives, rows)
    _home_incidents(lives, rows)
    _referrals(lives, rows)
    _casework(lives, rows)
    _events(lives, rows)
    return _drop_before(rows.sorted(), _first_days(lives))


def _first_days(lives: Lives) -> np.ndarray:
    """The first day on which each child may have a contact; 0 for most, never for unknown."""
    first = np.maximum(lives.calendar.born_day(lives.people.born).astype(np.int64), 0)
    first[lives.paths.is_unknown] = lives.calendar.length
    return first


def _drop_before(packed: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Sorted contacts without those before each child's first day: one run to cut per child."""
    late = np.flatnonzero(first).astype(np.uint64)
    runs = late << np.uint64(CHILD_SHIFT)
    day = first[late.astype(np.int64)].astype(np.uint64) << np.uint64(DAY_SHIFT)
    steps = np.zeros(len(packed) + 1, dtype=np.int8)
    start, end = np.searchsorted(packed, runs), np.searchsorted(packed, runs + day)
    cut = end > start
    steps[start[cut]] += 1
    steps[end[cut]] -= 1  # a run's end may be the next one's start
    return packed[np.cumsum(steps[:-1], dtype=np.int8) == 0]


def count_table(rates: np.ndarray) -> np.ndarray:
    """Poisson counts: row i, column j is the count of class i at quantile (j + 1/2) / 4096."""
    quantiles = (np.arange(GRAIN) + 0.5) / GRAIN
    table = np.zeros((len(rates), GRAIN), dtype=np.uint8)
    term = np.exp(-rates)
    reached = term.copy()
    for k in range(1, 64):
        table += quantiles[None, :] >= reached[:, None]
        term = term * rates / k
        reached += term
    return table


def _repeat(words: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of ``counts`` repeats: whose it is, and a fresh word of its own.

    First everybody's first repeat, then everybody's second, and so on.
    """
    who, fresh, step = [], [], 1
    left = np.flatnonzero(counts)
    while len(left):
        who.append(left)
        fresh.append(words[left] + np.uint64(int(GOLDEN) * step % 2**64))
        left = left[counts[left] > step]
        step += 1
    if not who:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    return np.concatenate(who), mix(np.concatenate(fresh))


def _frailty(lives: Lives, stream: str) -> np.ndarray:
    return below(bits(lives.seed, stream, lives.placed.child_id), 3)


@lru_cache(maxsize=4)
def _background_tables(years: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Per agency: counts by (band, tier, frailty) class, and the share of concerns by class."""
    belief = load_inputs().beliefs["background"]
    tables = {}
    for agency in BACKGROUND:
        rate = np.array(belief["per_year"][agency])
        if agency == "hospital":
            rate = rate / rate[0] * fit_england().hospital_0_4
            rate[2:] = belief["per_year"][agency][2:]
        classes = (
            rate[:, None, None]
            * np.array(belief["by_tier"][agency])[None, :, None]
            * np.array(belief["frailty"])[None, None, :]
        )
        concern = np.broadcast_to(np.array(belief["concern"][agency])[None, :, None], classes.shape)
        tables[agency] = count_table(classes.ravel() * years), concern.ravel()
    return tables


@lru_cache(maxsize=1)
def _type_table() -> np.ndarray:
    """Concern type by age band and step: row i, column j is the type at quantile j / 4096."""
    types = load_inputs().beliefs["incidents"]["types"]
    share = np.array([types[name] for name in CONCERN_TYPES])
    edges = np.cumsum(share / share.sum(axis=0), axis=0).T
    quantiles = (np.arange(GRAIN) + 0.5) / GRAIN
    picks = [np.searchsorted(edge[:-1], quantiles, side="right") for edge in edges]
    return (np.stack(picks) + 1).astype(np.uint8)


def _types(band: np.ndarray, words: np.ndarray) -> np.ndarray:
    return _type_table()[band, words >> np.uint64(52)]


def _background(lives: Lives, rows: Rows) -> None:
    """Independent contacts of everyday life; a share of them records a concern."""
    years = lives.calendar.length / lives.calendar.period_days
    band = lives.band
    place = (band * len(NEED_TIERS) + lives.paths.tier) * 3 + _frailty(lives, "background.frailty")
    length = np.uint64(lives.calendar.length)
    for agency, (table, concern_share) in _background_tables(years).items():
        words = bits(lives.seed, f"background.{agency}", lives.placed.child_id)
        counts = table.ravel()[place * GRAIN + (words >> np.uint64(52)).view(np.int64)]
        if agency == "school":
            counts = counts * lives.paths.is_pupil
        who, fresh = _repeat(words, counts)
        day = ((fresh >> np.uint64(32)) * length >> np.uint64(32)).astype(np.int64)
        limits = threshold_32(concern_share)[place]
        concern = np.zeros(len(who), dtype=np.uint8)
        found = np.flatnonzero(fresh.astype(np.uint32) < limits[who])
        concern[found] = _types(band[who[found]], again(fresh[found], 9))
        rows.add(who, day, AGENCY[agency], concern)


def _touch(lives: Lives, rows: Rows, child, day, kind, words) -> None:
    """Let the agencies that an incident touches record it, within days, once or twice."""
    belief = lives.inputs.beliefs["incidents"]
    touched = belief["touched"]
    days, second = belief["first_days"], threshold(belief["second_contact_share"])
    for agency, code in AGENCY.items():
        chance = threshold([0.0] + [touched[t].get(agency, 0.0) for t in CONCERN_TYPES])
        if not chance.any():
            continue
        luck = again(words, code + 1)
        hit = luck < chance[kind]
        if agency == "school":
            hit &= lives.paths.is_pupil[child]
        here = np.flatnonzero(hit)
        fresh = again(luck[here], 1)
        when = day[here] + below(fresh, days)
        rows.add(child[here], when, code, kind[here])
        more = np.flatnonzero(again(fresh, 1) < second)
        later = when[more] + 1 + below(again(fresh[more], 2), 3 * days)
        rows.add(child[here[more]], later, code, kind[here[more]])


@lru_cache(maxsize=4)
def _incident_table(years: float) -> np.ndarray:
    """Incidents by (band, tier, frailty) class and step."""
    belief = load_inputs().beliefs["incidents"]
    rate = (
        np.array(belief["by_age"])[:, None, None]
        * by_word(belief["per_year"], NEED_TIERS)[None, :, None]
        * np.array(belief["frailty"])[None, None, :]
    )
    return count_table(rate.ravel() * years)


def _incidents(lives: Lives, rows: Rows) -> None:
    """Incidents of one child, more often the greater its need."""
    years = lives.calendar.length / lives.calendar.period_days
    band = lives.band
    place = (band * len(NEED_TIERS) + lives.paths.tier) * 3 + _frailty(lives, "incident.frailty")
    words = bits(lives.seed, "incident", lives.placed.child_id)
    table = _incident_table(years)
    who, fresh = _repeat(words, table[place, words >> np.uint64(52)])
    day = below(fresh, lives.calendar.length)
    _touch(lives, rows, who, day, _types(band[who], again(fresh, 1)), fresh)


def _home_incidents(lives: Lives, rows: Rows) -> None:
    """Domestic abuse at a home: one incident, and every child of the household is recorded."""
    belief = lives.inputs.beliefs["incidents"]
    years = lives.calendar.length / lives.calendar.period_days
    steps = np.linspace(1, 0, 10)
    odds = belief["household_odds_by_decile"] ** steps
    rate = belief["household_per_year"] * years * odds / odds.mean()
    ids = lives.placed.household_id
    luck = uniform(lives.seed, "home.incident", ids)
    hit = luck < 1 - np.exp(-rate[lives.homes.decile - 1])
    child = np.flatnonzero(hit[lives.placed.home])
    home = lives.placed.home[child]
    words = bits(lives.seed, "home.incident.day", ids)[home]
    day = below(words, lives.calendar.length)
    kind = np.full(len(child), CONCERN["domestic_abuse"], dtype=np.uint8)
    _touch(lives, rows, child, day, kind, words)


def _referrals(lives: Lives, rows: Rows) -> None:
    """A referral: the agency that saw the child, then social care."""
    episodes, belief = lives.episodes, lives.inputs.beliefs["referrals"]
    row = episodes.of("referral")
    child, day, source = episodes.child[row], episodes.start[row], episodes.source[row]
    words = bits(lives.seed, "referral.contact", lives.placed.child_id[child]) + day.astype(
        np.uint64
    )
    words = mix(words)
    kind = _types(lives.band[child], words)
    rows.add(child, day, AGENCY["social_care"], kind)
    from_hospital = again(words, 1) < threshold(belief["hospital_of_health_share"])
    agency = np.full(len(row), -1)
    agency[source == SOURCE["police"]] = AGENCY["police"]
    agency[(source == SOURCE["school"])] = AGENCY["school"]
    agency[(source == SOURCE["health"])] = AGENCY["primary_care"]
    agency[(source == SOURCE["health"]) & from_hospital] = AGENCY["hospital"]
    agency[source == SOURCE["council"]] = AGENCY["early_help"]
    seen = (agency >= 0) & ((agency != AGENCY["school"]) | lives.paths.is_pupil[child])
    before = below(again(words, 2), belief["seen_days_before"])
    rows.add(child[seen], (day - before)[seen], agency[seen], kind[seen])


def _spread_over(lives: Lives, rows: Rows, child, first, last, rate, agency, concern_share, stream):
    """Contacts at ``rate`` a day between two days (inclusive), a share of them concerns."""
    words = bits(lives.seed, stream, lives.placed.child_id[child])
    first = np.maximum(first, 0)
    days = np.maximum(np.minimum(last, lives.calendar.length - 1) - first + 1, 0)
    expected = days * rate
    counts = (
        expected + uniform(lives.seed, stream + ".round", lives.placed.child_id[child])
    ).astype(np.int64)
    who, fresh = _repeat(words, counts)
    day = first[who] + below(fresh, np.maximum(days, 1)[who])
    kind = np.where(
        again(fresh, 1) < threshold(concern_share),
        _types(lives.band[child[who]], again(fresh, 2)),
        0,
    ).astype(np.uint8)
    rows.add(child[who], day, agency, kind)


def _casework(lives: Lives, rows: Rows) -> None:
    """Social workers' visits while a child is in need."""
    belief, episodes = lives.inputs.beliefs["casework"], lives.episodes
    per_year = np.zeros(len(CARE_STATES))
    per_year[2 : CARE + 1] = by_word(belief["visits_per_year"], CARE_STATES[2:])
    row = episodes.of("child_in_need")
    child = episodes.child[row]
    _spread_over(
        lives,
        rows,
        child,
        episodes.start[row],
        episodes.end[row],
        per_year[lives.paths.state[child]] / lives.calendar.period_days,
        AGENCY["social_care"],
        belief["concern_share"],
        "casework.visit",
    )


def _events(lives: Lives, rows: Rows) -> None:
    """Mental health, police, youth justice, Prevent and early help, from their episodes."""
    beliefs, episodes = lives.inputs.beliefs, lives.episodes
    calendar, casework = lives.calendar, beliefs["casework"]
    end = np.int64(calendar.length)

    row = episodes.of("mental_health_referral")
    child, day = episodes.child[row], episodes.start[row]
    rows.add(child, day, AGENCY["mental_health"], np.full(len(row), CONCERN["self_harm"]))
    treated = bits(lives.seed, "mental_health.treated", lives.placed.child_id[child])
    treated = treated < threshold(beliefs["mental_health"]["treated_share"])
    a_day = np.where(
        treated,
        beliefs["mental_health"]["contacts_treated"],
        beliefs["mental_health"]["contacts_other"],
    ) / np.maximum(end - np.maximum(day, 0), 1)
    share = casework["mental_health_concern_share"]
    _spread_over(
        lives, rows, child, day + 1, end, a_day, AGENCY["mental_health"], share, "mental_health"
    )

    row = episodes.of("arrest")
    child, day = episodes.child[row], episodes.start[row]
    rows.add(child, day, AGENCY["police"], np.full(len(row), CONCERN["violence"]))
    charged = bits(lives.seed, "arrest.charged", lives.placed.child_id[child])
    charged = charged < threshold(beliefs["police"]["charged_share"])
    rows.add(
        child[charged],
        day[charged] + 21,
        AGENCY["youth_justice"],
        np.full(charged.sum(), CONCERN["violence"]),
    )
    a_day = casework["youth_justice_contacts"] / calendar.period_days
    _spread_over(
        lives, rows, child[charged], day[charged] + 22, end, a_day, AGENCY["youth_justice"],
        casework["concern_share"], "youth_justice",
    )  # fmt: skip

    row = episodes.of("missing")
    child, day = episodes.child[row], episodes.start[row]
    words = bits(lives.seed, "missing.contact", lives.placed.child_id[child])
    for step, gap in enumerate((0, 30, 75)):
        when = day + gap + below(again(words, step), 1 + gap)
        rows.add(child, when, AGENCY["police"], np.full(len(row), CONCERN["missing"]))

    row = episodes.of("prevent_referral")
    child, day, source = episodes.child[row], episodes.start[row], episodes.source[row]
    kind = np.full(len(row), CONCERN["extremism"])
    rows.add(child, day, AGENCY["prevent"], kind)
    rows.add(child, day + 14, AGENCY["prevent"], kind)
    for name, agency in (("school", "school"), ("police", "police"), ("health", "mental_health")):
        of = source == SOURCE[name]
        if agency == "school":
            of = of & lives.paths.is_pupil[child]
        rows.add(child[of], day[of] - 2, AGENCY[agency], kind[of])

    child = np.flatnonzero(lives.paths.traits["early_help"])
    first = below(bits(lives.seed, "early_help.start", lives.placed.child_id[child]), end)
    a_day = beliefs["early_help"]["contacts"] / (calendar.period_days / 2)
    _spread_over(
        lives, rows, child, first, first + calendar.period_days // 2, a_day, AGENCY["early_help"],
        casework["early_help_concern_share"], "early_help",
    )  # fmt: skip
