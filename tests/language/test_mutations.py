"""Whatever is done to a policy, loading and checking it ends in findings and never in an exception."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportpolicy.checks import run_checks
from supportpolicy.diagnostics import Diagnostic, in_order
from supportpolicy.language import load
from supportpolicy.reporting import Report, render
from supportpolicy.source import Sources, read_bytes_as_policy, read_policy

ROOT = Path(__file__).resolve().parents[2]
Tree = Any
Path_ = tuple[str | int, ...]

WRONG = st.sampled_from(
    [
        None, True, False, 0, -1, 1.5, 10**30, "", " ", "x", "no", "none", "always", "team", "otherwise", "30", "4 hours", "1bd",
        "1d", "0m", "50%", "200 EUR", "$200", "9-17", "09:00-17:00", "22:00-06:00", "24:00-24:00", "Mon-Fri", "mon-fri",
        "2026-02-30", "2026-12-24", "2026-12-31..2026-01-01", "0001-01-01..9999-12-31", "9999-12-31", "Europe/Dublin", "CET",
        "{", "{}", "{{a}}", "{a}", "entered:", "changed:nothing", "sun 14:00 - fri 17:00", "é\u0301", "a" * 200, "\u202e",
        "first_response", "severity", "tier", "channel", "request", "is", "any_of", [], {}, [[]], [None], [{}], {"": None},
        {"x": {}}, {"field": "severity"}, {"at_least": "high"}, {"not": []}, {"any_of": [{}]}, {"is": "nothing"},
        ["x", "x"], {"name": "x"}, [{"name": "x"}, {"name": "x"}],
    ]
)  # fmt: skip
KEYS = st.sampled_from(["x", "name", "when", "team", "clock", "grid", "rows", "targets", "open", "union", "choose_by", "otherwise", "<<", "", "1"])  # fmt: skip


def _trees() -> dict[str, Tree]:
    files = sorted(path for path in (ROOT / "policies").rglob("*.yaml") if "tests" not in path.parts[len(ROOT.parts) :])
    found = {
        path.relative_to(ROOT).as_posix(): yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        for path in files
    }
    return {name: tree for name, tree in found.items() if isinstance(tree, dict) and not name.endswith(".lock.yaml")}


def _unquoted(tree: Tree) -> Tree:
    """Scalars as the core schema of YAML has them; the base loader leaves everything as words."""
    if isinstance(tree, dict):
        return {key: _unquoted(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_unquoted(value) for value in tree]
    return {"true": True, "false": False}.get(tree, int(tree) if isinstance(tree, str) and tree.isdigit() else tree)


TREES = {name: _unquoted(tree) for name, tree in _trees().items()}


def _paths(tree: Tree, at: Path_ = ()) -> list[Path_]:
    found: list[Path_] = [at] if at else []
    children = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, child in children:
        found.extend(_paths(child, (*at, key)))
    return found


def _parent(tree: Tree, path: Path_) -> Tree:
    for step in path[:-1]:
        tree = tree[step]
    return tree


def _drop(parent: Tree, key: Any, _value: Any, _name: str) -> None:
    del parent[key]


def _replace(parent: Tree, key: Any, value: Any, _name: str) -> None:
    parent[key] = value


def _double(parent: Tree, key: Any, _value: Any, name: str) -> None:
    if isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    else:
        parent[name] = copy.deepcopy(parent[key])


def _rename(parent: Tree, key: Any, _value: Any, name: str) -> None:
    if isinstance(parent, dict):
        parent[name] = parent.pop(key)
    else:
        parent.reverse()


def _misspell(parent: Tree, key: Any, _value: Any, _name: str) -> None:
    if isinstance(parent, dict):
        word = str(key)
        parent[word[:-2] + word[-1:] if len(word) > 2 else word + "s"] = parent.pop(key)


def _as_list(parent: Tree, key: Any, _value: Any, _name: str) -> None:
    parent[key] = [parent[key]]


def _as_keys(parent: Tree, key: Any, _value: Any, name: str) -> None:
    parent[key] = {name: parent[key]}


def _flatten(parent: Tree, key: Any, value: Any, _name: str) -> None:
    inner = parent[key]
    items = list(inner.values()) if isinstance(inner, dict) else inner if isinstance(inner, list) else []
    parent[key] = items[0] if items else value


CHANGES = (_drop, _replace, _double, _rename, _misspell, _as_list, _as_keys, _flatten)


@st.composite
def changed_policies(draw: st.DrawFn) -> dict[str, Tree]:
    """The files of the reference policy with one to four things done to one of them."""
    name = draw(st.sampled_from(sorted(TREES)))
    tree = copy.deepcopy(TREES[name])
    for _ in range(draw(st.integers(1, 4))):
        paths = _paths(tree)
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        change = draw(st.sampled_from(CHANGES))
        change(_parent(tree, path), path[-1], copy.deepcopy(draw(WRONG)), draw(KEYS))
    return {**TREES, name: tree}


def _sources(trees: dict[str, Tree]) -> Sources:
    """A policy of several files without writing any: JSON is YAML."""
    read = [_UNCHANGED[name] if tree is TREES[name] else _read(name, tree) for name, tree in trees.items()]
    files = tuple(file for part in read for file in part.files)
    return Sources("policies", files, _LOCK, tuple(finding for part in read for finding in part.findings))


def _read(name: str, tree: Tree) -> Sources:
    read = read_bytes_as_policy(json.dumps(tree, indent=1).encode("utf-8", "surrogatepass"), name)
    return read._replace(files=tuple(file._replace(name=name.removeprefix("policies/")) for file in read.files))


_LOCK = read_policy(ROOT / "policies").lock


_UNCHANGED = {name: _read(name, tree) for name, tree in TREES.items()}


def _all_findings(sources: Sources) -> list[Diagnostic]:
    loaded = load(sources)
    return in_order([*sources.findings, *loaded.findings, *run_checks(loaded.policy)])


def test_the_reference_policy_is_sound_as_it_is() -> None:
    findings = [finding for finding in _all_findings(_sources(TREES)) if finding.level == "error"]
    assert [finding.message for finding in findings] == []


@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(changed_policies())
def test_no_change_raises(trees: dict[str, Tree]) -> None:
    sources = _sources(trees)
    findings = _all_findings(sources)
    for finding in findings:
        assert finding.message
        assert finding.span.line >= 1
    # What is found can be shown, too.
    render("text", Report(tuple(findings), sources.texts, files=len(sources.files)))


@pytest.mark.parametrize("name", sorted(TREES))
def test_each_file_may_be_missing(name: str) -> None:
    _all_findings(_sources({other: tree for other, tree in TREES.items() if other != name}))


@pytest.mark.parametrize("name", sorted(TREES))
@pytest.mark.parametrize("value", [None, [], {}, "x", 1, True, ["x"], {"x": "x"}], ids=str)
def test_each_section_may_be_anything(name: str, value: Any) -> None:
    for key in TREES[name]:
        _all_findings(_sources({**TREES, name: {**TREES[name], key: value}}))
