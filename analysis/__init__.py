"""Figures of worlds and designs."""

import os

# Work is spread over threads by ourselves. Matrices here are small, and threads that BLAS starts
# beside ours take their time to wait for one another. Read when NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
