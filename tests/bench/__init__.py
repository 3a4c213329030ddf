"""`make bench`: measurements side by side in one run, as ratios; it writes docs/performance.md.

Absolute numbers say more about the machine than about this site. What is compared takes turns, round by round, so
that a busy moment touches all alike; the median is what counts, with the lowest and highest beside it.
"""
