"""What the figures say, in sentences made from them: titles, answers, summaries.

No adjective takes a side. Where the intervals of two groups overlap, the sentence says
that they can't be told apart.
"""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.compare import can_tell_apart
from analysis.groups import dimension
from analysis.levels import RANGE
from analysis.outcomes import outcome
from analysis.prepared import Prepared
from analysis.units import Unit, show, show_interval

WHICH_CHILDREN = {
    "area": "in {}",
    "region": "in {}",
    "age_band": "aged {}",
    "sex": "who are {}",
    "ethnic_group": "of ethnic group {}",
    "deprivation_decile": "in deprivation decile {}",
    "need_tier": "of need tier {}",
}
YEAR = (365, 366)
MANY = 20  # groups, past which extremes are no surprise


def per_period(prepared: Prepared) -> str:
    """ "a year", or the dates where the world's period is not one."""
    start, end = prepared.world.period_start, prepared.world.period_end
    if (end - start).days + 1 in YEAR:
        return "a year"
    return f"from {_day(start)} to {_day(end)}"


def headline_answer(headline: Answer, per: str) -> str:
    """The answer to the tool's first question, in one sentence with its intervals."""
    figures = {row["outcome_id"]: row for row in headline.frame.iter_rows(named=True)}
    gaps, share, children = (
        figures[id] for id in ("sharing_gaps", "gap_share", "children_with_gap")
    )
    if not figures["sharing_needs"]["value"]:
        return "Never in this world: no agency meets a child about whom another holds a concern."
    return (
        f"About **{gaps['text']} times {per}** ({gaps['interval_text']}), which is "
        f"**{share['text']}** of the times that another agency holds a concern "
        f"({share['interval_text']}). It happens to about **{children['text']} children** "
        f"({children['interval_text']})."
    )


def funnel_title(funnel: Answer) -> str:
    """The finding of the field of dots."""
    steps = _steps(funnel)
    return (
        f"Of every 1,000 children with complex or acute needs, a gap remains for "
        f"{steps['gap_remains']['text']}"
    )


def funnel_summary(funnel: Answer) -> str:
    """The steps in one sentence, for readers and for those who hear the page."""
    steps = [row for row in funnel.frame.iter_rows(named=True) if row["n_children"]]
    told = "; ".join(
        f"{row['label'][0].lower()}{row['label'][1:]}: {row['text']} ({row['interval_text']})"
        for row in steps
    )
    return f"Of every 1,000 children with complex or acute needs: {told}."


def what_sharing_can_do(funnel: Answer) -> tuple[str, str, str]:
    """What sharing can reach, what it can't, and what knowing does not do: three sentences."""
    steps = _steps(funnel)
    out_of_reach = sum(
        steps[step]["per_1000"] for step in ("not_seen", "seen_by_one", "nothing_to_share")
    )
    unseen, one, late = (
        steps[step]["text"] for step in ("not_seen", "seen_by_one", "nothing_to_share")
    )
    gap = steps["gap_remains"]
    return (
        f"Better sharing could reach {gap['text']} of these 1,000 ({gap['interval_text']}): at "
        "least once an agency met the child and did not know what another held.",
        f"It can't reach about {show(out_of_reach, Unit.PER_1000)}: {unseen} whom no agency has a "
        f"concern about, {one} known to a single agency, and {late} where no concern was "
        "held in time to be shared.",
        "Knowing is not acting. Inquiries also find information that was known and that "
        "nobody acted on; a closed gap is a chance to act, no more.",
    )


def gaps_answer(headline: Answer, pairs: Answer, per: str) -> str:
    """Where one agency does not know what another holds, in one sentence."""
    figures = {row["outcome_id"]: row for row in headline.frame.iter_rows(named=True)}
    needs, gaps = figures["sharing_needs"], figures["sharing_gaps"]
    if not needs["value"]:
        return "Nowhere in this world: there is no sharing need in it."
    most = pairs.frame.sort("n_gaps", descending=True).row(0, named=True)
    count = show(most["n_gaps"], Unit.GAPS, low=most["n_gaps_low"], high=most["n_gaps_high"])
    between = show_interval(most["n_gaps_low"], most["n_gaps_high"], Unit.GAPS)
    return (
        f"Of {needs['text']} sharing needs {per}, about **{gaps['text']} stay gaps** "
        f"({gaps['interval_text']}). The largest single part, about **{count}** ({between}), is "
        f"{_spoken(most['seeker_label'])} not knowing what "
        f"{_spoken(most['holder_label'])} holds."
    )


def pairs_title(pairs: Answer) -> str:
    """The finding of the matrix: which holder leaves most gaps behind, and its share."""
    by_holder = _sums(pairs.frame, "holder_label")
    if not by_holder:
        return "No sharing need in this world"
    first, gaps = by_holder[0]
    share = gaps / sum(n for _, n in by_holder)
    return f"What {_spoken(first)} knows is behind {show(share, Unit.SHARE)} of all sharing gaps"


def pairs_summary(pairs: Answer) -> str:
    """Least and most open pairs among those with at least 1 percent of all needs."""
    frame = pairs.frame
    common = frame.filter(pl.col("n_needs") >= 0.01 * frame["n_needs"].sum()).sort("gap_share")
    if common.is_empty():
        return "There is no sharing need in this world."
    least, most = (common.row(place, named=True) for place in (0, -1))
    words = [
        f"{_spoken(row['seeker_label'])} seeking from {_spoken(row['holder_label'])} "
        f"({_share(row)})"
        for row in (most, least)
    ]
    return (
        f"Among pairs with at least 1% of all needs, a need stays a gap most often for {words[0]}, "
        f"least often for {words[1]}. Rows: the seeker, who meets the child. Columns: the holder, "
        "who has a concern. Cells: % of needs that stay gaps. Bars: number of gaps."
    )


def groups_title(groups: Answer, dimension_id: str) -> str:
    """Which groups' needs stay gaps most and least often, or that none can be told apart."""
    by = dimension(dimension_id)
    rows = _with_needs(groups.frame)
    if len(rows) < 2:
        return f"{by.label}: too few groups with a sharing need to compare"
    most, least = rows[-1], rows[0]
    if not can_tell_apart(least, most):
        return (
            f"{_lower(by.label)[0].upper()}{_lower(by.label)[1:]}: gap shares can't be told apart"
        )
    which = WHICH_CHILDREN[dimension_id]
    return (
        f"A need stays a gap most often for children {which.format(_name(most, dimension_id))} "
        f"({show(most['gap_share'], Unit.SHARE)}), least often "
        f"{which.format(_name(least, dimension_id))} ({show(least['gap_share'], Unit.SHARE)})"
    )


def groups_summary(groups: Answer, dimension_id: str) -> str:
    """Where most gaps are, and how far the assumptions move all groups together."""
    rows = _with_needs(groups.frame)
    if not rows:
        return "No group has a sharing need in this world."
    which = WHICH_CHILDREN[dimension_id]
    first = max(rows, key=lambda row: row["n_gaps"])
    count = show(first["n_gaps"], Unit.GAPS, low=first["n_gaps_low"], high=first["n_gaps_high"])
    between = show_interval(first["n_gaps_low"], first["n_gaps_high"], Unit.GAPS)
    parts = [
        f"Most gaps concern children {which.format(_name(first, dimension_id))}: about {count} "
        f"({between})."
    ]
    if len(rows) > MANY:
        parts.append(f"Among {len(rows)}, some differ by chance alone.")
    if dict(groups.provenance.params).get("practice_level", RANGE) == RANGE:
        parts.append(
            "Thick lines: what the sample of children leaves open. Thin lines: what the "
            "assumptions leave open; they move all groups together."
        )
    else:
        parts.append("Lines: what the sample of children leaves open.")
    return " ".join(parts)


def delay_title(delay: Answer, headline: Answer) -> str:
    """For how long the other agency had known, as a finding."""
    median = {row["outcome_id"]: row for row in headline.frame.iter_rows(named=True)}[
        "median_held_days"
    ]
    if median["value"] is None:
        return "No sharing gap in this world"
    return (
        f"In half of all gaps the other agency had held its concern for "
        f"{median['value']:.0f} days or longer"
    )


def delay_summary(delay: Answer) -> str:
    """The share of gaps in the first and the last span."""
    frame = delay.frame
    if not frame["n_gaps"].sum():
        return "There is no sharing gap in this world."
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    told = [show(row["gaps_share"], Unit.SHARE) for row in (first, last)]
    return (
        f"In {told[0]} of gaps the concern was {first['from_days']} to {first['to_days']} days "
        f"old, in {told[1]} it was {last['from_days']} to {last['to_days']} days old. The area of "
        f"a bar is its share of all gaps; {last['to_days']} days is the window, an assumption."
    )


def alt_text(title: str, answer: Answer, summary: str) -> str:
    """What a chart shows, for those who can't see it."""
    return f"{title}. {summary} {answer.provenance.origin}".replace("**", "")


def mark(answer: Answer) -> str:
    """The small print in every chart: origin, world and version."""
    told = answer.provenance
    origin = "Synthetic children" if told.is_synthetic else "Imported records"
    return (
        f"{origin} · {told.scaling} · world {told.world_fingerprint[:8]} · "
        f"results {told.results_version}"
    )


def _steps(funnel: Answer) -> dict[str, dict]:
    return {row["step"]: row for row in funnel.frame.iter_rows(named=True)}


def _with_needs(frame: pl.DataFrame) -> list[dict]:
    return frame.filter(pl.col("gap_share").is_not_null()).sort("gap_share").rows(named=True)


def _sums(frame: pl.DataFrame, column: str) -> list[tuple[str, float]]:
    sums = frame.group_by(column).agg(pl.col("n_gaps").sum())
    rows = sums.sort("n_gaps", column, descending=[True, False]).rows()
    return rows if rows and rows[0][1] else []


def _share(row: dict) -> str:
    one = outcome("gap_share").unit
    text = show(row["gap_share"], one, low=row["gap_share_low"], high=row["gap_share_high"])
    return f"{text}; {show_interval(row['gap_share_low'], row['gap_share_high'], one)}"


def _name(row: dict, dimension_id: str) -> str:
    kept = dimension_id in ("area", "region")
    return row["group_label"] if kept else _lower(row["group_label"])


def _spoken(label: str) -> str:
    """An agency inside a sentence: "social care", "Prevent", "a school" as "school"."""
    return label if label == "Prevent" else _lower(label)


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}"
