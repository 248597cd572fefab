"""The steps that both faces call: read, check, compose, revise, write.

Nothing here prints or asks; what a person must decide comes back as a value. Heavy modules are imported where
they are used, so that a command pays only for what it does.
"""
