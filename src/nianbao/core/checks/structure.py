"""S: structure. The six sections and their titles (S1), numbering (S2), leftovers of the form (S3), the report's
title (S4), what each section must say (S5).

Sources: 国办公开办函〔2021〕30号 with the form it issued; 政府信息公开条例 art. 50; GB/T 9704—2012.
"""

from nianbao.core.checks import (  # noqa: F401
    headings,
    leftovers,
    measures,
    numbering,
    overview,
    problem_section,
    repetition,
    sections,
    titles,
)
