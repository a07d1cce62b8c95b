"""The audit laboratory: detectors over an access log, what they find, and what is reviewed."""
