"""How every page looks beyond the theme: width, calm, and what a printer gets."""

from __future__ import annotations

from analysis.charts.palette import palette
from pages.parts.text_table import STYLE as TABLES

SCREEN = """
[data-testid="stMainBlockContainer"] { max-width: 76rem; padding-top: 3.75rem; }
[data-testid="stMetricLabel"] p { white-space: normal; }
h2.cl-heading { margin: 0; padding: 1rem 0 0.5rem; line-height: 1.2; font-weight: 600; }
.st-key-design-controls h2.cl-heading { font-size: 1.125rem; padding: 0.75rem 0 0; }
.cl-link { display: block; padding: 0.75rem; border-radius: 0.25rem; overflow-wrap: anywhere;
  background: rgba(128, 128, 128, 0.12); user-select: all; }
.cl-print { display: none; }
.st-key-story-bar { border-left: 4px solid #7a828c; padding: 0 0 0 1rem; }
"""
# A page prints as a brief: words and charts, no controls, and its origin at the foot. What a
# reader unfolded to check a figure stays on the screen.
PRINT = """
@page { size: A4; margin: 16mm 15mm; }
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stExpandSidebarButton"], [data-testid="stButton"],
  [data-testid="stDownloadButton"], [data-testid="stLinkButton"], [data-testid="stPageLink"],
  [data-testid="stPopover"], [data-testid="stExpander"], [data-testid="stElementToolbar"],
  [data-testid="stHeaderActionElements"], [data-testid="stTooltipIcon"],
  .st-key-story-bar, .vega-actions { display: none !important; }
  html, body, #root, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"],
  [data-testid="stMainBlockContainer"] {
    position: static !important; display: block !important; overflow: visible !important;
    height: auto !important; max-width: none !important; padding: 0 !important;
    margin: 0 !important; }
  html { font-size: 13px; }
  [data-testid="stVerticalBlock"] { gap: 0.6rem !important; }
  hr { margin: 0.6rem 0 !important; }
  h1, h2, h3, h4 { break-after: avoid; }
  [data-testid="stVegaLiteChart"], [data-testid="stMetric"], [data-testid="stTable"] tr,
  .cl-table tr, [data-testid="stMarkdown"] p { break-inside: avoid; }
  [data-testid="stVegaLiteChart"] svg { max-width: 100% !important; height: auto !important; }
  .cl-print { display: block; font-size: 0.85rem; border-top: 1px solid #7a828c;
    padding-top: 0.5rem; break-before: avoid; }
}
"""
# From a dark page: dark words on white paper; a chart turned to its negative keeps its hues.
DARK_PRINT = """
@media print {
  .stApp, [data-testid="stMain"] { background: #ffffff !important; }
  .stApp *:not(svg *) { color: #111111 !important; }
  [data-testid="stVegaLiteChart"] { filter: invert(1) hue-rotate(180deg); }
}
"""


def style(mode: str | None) -> str:
    """The style sheet of a page in ``mode``."""
    dark = DARK_PRINT if mode == "dark" else ""
    # A control that waits is greyed, but its name can still be read.
    waiting = f'[data-testid="stWidgetLabel"][disabled] p {{ color: {palette(mode).quiet}; }}'
    return f"<style>{SCREEN}{waiting}{TABLES}{PRINT}{dark}</style>"
