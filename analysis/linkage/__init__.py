"""Linking agencies' records to the entries of an index, measured against the known truth.

    chosen = Chosen(agencies=("school", "social_care"), n_children=100_000)
    study = make_study(world, chosen, recorded)     seconds to a minute, once
    at = found_at(study, method="names", bits=study.default_bits)

A study scores every record against the entries once; any threshold after that is a comparison
of numbers. See docs/methods-linkage.md.
"""
