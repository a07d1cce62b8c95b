"""The version of the results: raise it whenever a measured number may change.

It stands on screen and in every export, so that two figures can be told apart by more
than their date. The reason for each step is in CHANGELOG.md under "Results changed".
"""

RESULTS_VERSION = "2"
