"""What the workbook of the form has beside the form itself, so that writing and reading agree on it."""

LAST_YEAR_HEAD = "上年数（供对照，不用填写）"
"""Over the block at the right of a table, behind an empty column."""

BALANCE_LABEL = "勾稽核对（应为0）"
"""Before the row below table three that shows the difference of each column."""
