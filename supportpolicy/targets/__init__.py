"""Targets: a compiled policy to the files of one tool, and proof that the tool will do with them what the policy says.

`interface` says what a target is. Each target is a folder: `dialect` (the tool's words, units and limits as data), `gaps` (what it
cannot say, as steps of lowering), `render` (files), `simulate` (the tool by its documentation; never imports `render`).
"""
