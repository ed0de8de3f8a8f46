"""`make clauses`: how many clauses of published support policies the example policies say, and what they cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.examples.published import Published, clauses, example_names, in_part, outcomes, published, tried, unsaid


def report(policies: list[Published], partly: Mapping[str, str], reasons: Mapping[str, str]) -> Iterator[str]:
    """A table, and below it what is said in part or not at all, and why."""
    width = max(len(each.policy) for each in policies)
    yield f"{'said by passing tests':<{width}}  computable  in part  others"
    totals = [0, 0, 0]
    for each in policies:
        said, others = each.said & each.computable, {clause.name for clause in each.clauses} - each.computable
        counts = len(said), len(each.computable), len(said & partly.keys())
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        beside = f"{len(others & each.said):>2} of {len(others)}" if others else " -"
        yield f"{each.policy:<{width}}  {counts[0]:>3} of {counts[1]:<3}  {counts[2] or '-':>7}  {beside}"
    yield f"{'total':<{width}}  {totals[0]:>3} of {totals[1]:<3}  {totals[2] or '-':>7}"
    yield f"of 100 computable clauses {_percent(totals[0], totals[1])} are said, {_percent(totals[0] - totals[2], totals[1])} wholly"
    every = [clause for each in policies for clause in each.clauses]
    said_anywhere = frozenset[str]().union(*(each.said for each in policies))
    lists = (
        ("Said in part", partly, [clause for clause in every if clause.name in partly]),
        ("Not said", reasons, [clause for clause in every if clause.name not in said_anywhere]),
    )
    for title, why, found in lists:
        if found:
            yield ""
            yield title
        for clause in found:
            yield f"  {clause.name} ({clause.kind}): {clause.clause}"
            yield f"    {why.get(clause.name, 'nobody has said why')}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def main() -> None:
    """Print the report."""
    examples = [tried(name) for name in example_names()]
    for line in report(published(clauses(), outcomes(examples)), in_part(), unsaid()):
        print(line)
    failed = sum(result.outcome != "passed" for example in examples for result in example.results)
    count = sum(len(example.results) for example in examples)
    print(f"\n{count} tests in {len(examples)} examples, {failed or 'none'} of them failed")


if __name__ == "__main__":
    main()
