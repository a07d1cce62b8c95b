"""What a study measured, as assumptions: the shares that link by quality, and false matches.

    lines = as_toml(study, bits)             for --assumptions FILE
    bench.believing(believing(study, bits, assumptions))

They hold for this synthetic world and this threshold. The reader chooses whether figures rest
on them or on the published and judged ranges that ship.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.linkage.found import IDENTIFIER, NAMES, Share, certainty, counts, false, right
from analysis.linkage.study import Study
from analysis.policy import Assumption, Assumptions, load_assumptions
from data.schema import QUALITIES

FALSE_MATCH = "false_match_share"
DIGITS = 6  # of a share in a file


@dataclass(frozen=True, slots=True)
class Measured:
    """One assumption beside what the study gives for it."""

    shipped: Assumption
    share: Share
    n_records: int
    n_counted: int

    @property
    def is_inside(self) -> bool:
        """Whether the measured share lies in the range that ships."""
        return self.shipped.low <= self.share.value <= self.shipped.high


def measured(study: Study, bits: float) -> tuple[Measured, ...]:
    """Link shares by quality and by identifier, and false matches, at one threshold.

    What the study has no record for is left out.
    """
    known = load_assumptions()
    by_quality = {row["group"]: row for row in counts(study, NAMES, bits, by="quality").to_dicts()}
    found = [
        _one(known, f"link_share.{quality}", right(row), row["n_records"], row["n_right"])
        for quality in QUALITIES
        if (row := by_quality.get(quality)) is not None
    ]
    carrying = replace(study, records=study.records.filter("has_identifier"))
    if len(carrying.records):
        row = counts(carrying, IDENTIFIER, bits).row(0, named=True)
        id = "link_share.identifier"
        found.append(_one(known, id, right(row), row["n_records"], row["n_right"]))
    row = counts(study, NAMES, bits).row(0, named=True)
    found.append(_one(known, FALSE_MATCH, false(row, study), row["n_records"], row["n_false"]))
    return tuple(found)


def believing(study: Study, bits: float, start: Assumptions) -> Assumptions:
    """``start`` with what was measured in place of its link and false-match shares."""
    told = {
        one.shipped.id: replace(
            one.shipped,
            low=one.share.low,
            central=one.share.value,
            high=one.share.high,
            source=source(study, bits),
            link="",
            quality="amber",
        )
        for one in measured(study, bits)
    }
    return Assumptions(tuple(told.get(entry.id, entry) for entry in start))


def as_toml(study: Study, bits: float) -> str:
    """What was measured as a file that evaluate, compare and history take (--assumptions)."""
    lines = [
        "# Measured in a linkage study of a synthetic world; no figure describes a real child.",
        f"# {source(study, bits)}.",
        "",
    ]
    for one in measured(study, bits):
        lines += [
            f"[{one.shipped.id}]",
            f"low = {one.share.low:.{DIGITS}f}",
            f"central = {one.share.value:.{DIGITS}f}",
            f"high = {one.share.high:.{DIGITS}f}",
            f'source = "{source(study, bits)}"',
            f'note = "{one.n_counted:,} of {one.n_records:,} records."',
            "",
        ]
    return "\n".join(lines)


def source(study: Study, bits: float) -> str:
    """Where the measured shares come from, for the column source."""
    agencies = ", ".join(study.chosen.agencies)
    return (
        f"Linkage study of this synthetic world ({study.world_fingerprint[:16]}): "
        f"{study.n_entries:,} children, records of {agencies}, linked from "
        f"{certainty(bits):.4%} certainty"
    )


def _one(known: Assumptions, id: str, share: Share, n_records: int, n_counted: int) -> Measured:
    return Measured(known.get(id), share, n_records, n_counted)
