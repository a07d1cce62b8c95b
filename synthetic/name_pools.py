"""Ask Faker for the pools of names and streets: `python -m synthetic.name_pools`.

Faker's lists change between releases and its draws depend on their order. So it is asked
once, and its answer is kept in names.csv: worlds stay the same when Faker is upgraded.
"""

from __future__ import annotations

import csv
import io

from faker import Faker

from synthetic.names import POOLS
from synthetic.parameters import load_inputs
from synthetic.people import name_origins

LOCALES = {
    "arabic": ("fr_DZ",),
    "british": ("en_GB",),
    "east_european": ("pl_PL", "ro_RO"),
    "iberian": ("pt_PT", "es_ES"),
    "irish": ("en_IE",),
    "south_asian": ("en_IN", "en_PK"),
    "turkish": ("tr_TR",),
    "west_african": ("yo_NG", "ig_NG", "tw_GH"),
}
KINDS = {"female": "first_name_female", "male": "first_name_male", "surname": "last_name"}
TRIES = 1500  # names asked of Faker per locale and kind; repeats fall together
STREETS = 900


def ask_faker() -> str:
    """The text of names.csv: kind, origin, name; one row per distinct name of an origin."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["kind", "origin", "name"])
    for kind, method in KINDS.items():
        for origin in name_origins(load_inputs().beliefs):
            names: set[str] = set()
            for locale in LOCALES[origin]:
                faker = Faker(locale, use_weighting=False)
                faker.seed_instance(f"contact lens {locale} {kind}")
                names.update(getattr(faker, method)() for _ in range(TRIES))
            writer.writerows((kind, origin, name) for name in sorted(names))
    faker = Faker("en_GB")
    faker.seed_instance("contact lens streets")
    streets = list(dict.fromkeys(faker.street_name() for _ in range(3 * STREETS)))[:STREETS]
    writer.writerows(("street", "", street) for street in sorted(streets))
    return text.getvalue()


if __name__ == "__main__":
    POOLS.write_text(ask_faker(), encoding="utf-8")
