"""What only shows when all rules stand side by side: overlaps, overrides to nowhere, coverage that contradicts."""

from collections.abc import Collection, Iterator
from itertools import combinations

from remindful.core.law.formula import did_you_mean
from remindful.core.law.rule import Content, LawCoverage, Rule, Rulebook
from remindful.core.words.findings import At, Finding


def check_across(rulebook: Rulebook, broken: Collection[str | None] = ()) -> list[Finding]:
    """Every fault between rules, topics, coverage and sign-offs.

    broken: ids of rules that could not be read. That they are missing is no second fault.
    """
    return [
        *_check_topics(rulebook),
        *_check_overrides(rulebook, broken),
        *_check_overlaps(rulebook),
        *_check_coverage(rulebook, is_whole=not broken),
        *_check_signoffs(rulebook, broken),
    ]


def _check_topics(rulebook: Rulebook) -> Iterator[Finding]:
    for rule in rulebook.rules.values():
        if rule.topic not in rulebook.topics:
            remedy = f"{did_you_mean(rule.topic, list(rulebook.topics))} Topics are listed in topics.yaml."
            yield Finding("law.topic", rule.at, f"Topic `{rule.topic}` is not known.", remedy)
            continue
        for act in rule.acts:
            if act not in rulebook.topics[rule.topic].acts:
                message = f"The rule binds `{act}`, which its topic `{rule.topic}` does not concern."
                yield Finding("law.topic", rule.at, message, "Add the act to the topic, or take it out of the rule.")


def _check_overrides(rulebook: Rulebook, broken: Collection[str | None]) -> Iterator[Finding]:
    rules = rulebook.rules
    for rule in rules.values():
        for other in rule.overrides:
            if other in broken:
                continue
            if other not in rules:
                remedy = did_you_mean(other, list(rules))
                yield Finding("law.override", rule.at, f"It overrides `{other}`, which does not exist.", remedy)
            elif rule.jurisdiction == "house" and rules[other].jurisdiction != "house":
                message = f"An office rule overrides `{other}`, but office rules may only be stricter than the law."
                yield Finding("law.override", rule.at, message, "Remove the override.")
            elif not set(rule.acts) & set(rules[other].acts):
                message = f"It overrides `{other}`, but the two bind no act in common."
                yield Finding("law.override", rule.at, message, "Remove the override, or bind the same act.")
        if (cycle := _cycle_from(rule.id, rulebook)) is not None:
            message = f"Overrides go in a circle: {' > '.join(cycle)}."
            yield Finding("law.override", rule.at, message, "Only one of them can be the exception.")


def _cycle_from(start: str, rulebook: Rulebook) -> list[str] | None:
    paths = [[start]]
    while paths:
        path = paths.pop()
        for other in rulebook.rules[path[-1]].overrides:
            if other == start:
                return [*path, start]
            if other in rulebook.rules and other not in path:
                paths.append([*path, other])
    return None


def _check_overlaps(rulebook: Rulebook) -> Iterator[Finding]:
    """Two rules that ask the same facts in the same form of the same act: one of them is a mistake, or an exception."""
    alike: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rulebook.rules.values():
        if not isinstance(rule.form, Content):
            signature = (rule.jurisdiction, rule.topic, type(rule.form), tuple(sorted(rule.fact_names)))
            alike.setdefault(signature, []).append(rule)
    for group in alike.values():
        for one, other in combinations(group, 2):
            bind_alike = set(one.acts) & set(other.acts) and set(one.parties) & set(other.parties)
            if bind_alike and _dates_overlap(one, other) and not _is_override(one, other):
                message = (
                    f"It asks the same as `{one.id}` ({one.at.file}) of the same act, at the same time and in one form."
                )
                remedy = (
                    "Merge the two, let one end before the other begins, or let one override the other and state why."
                )
                yield Finding("law.overlap", other.at, message, remedy)


def _dates_overlap(one: Rule, other: Rule) -> bool:
    def ends_before(first: Rule, second: Rule) -> bool:
        return first.ends_on is not None and second.starts_on is not None and first.ends_on <= second.starts_on

    return not ends_before(one, other) and not ends_before(other, one)


def _is_override(one: Rule, other: Rule) -> bool:
    return other.id in one.overrides or one.id in other.overrides


def _check_coverage(rulebook: Rulebook, *, is_whole: bool) -> Iterator[Finding]:
    ruled = {(rule.jurisdiction, rule.topic) for rule in rulebook.rules.values()}
    listed: dict[tuple[str, str], list[LawCoverage]] = {}
    for line in rulebook.coverage:
        listed.setdefault((line.jurisdiction, line.topic), []).append(line)
    for pair, lines in listed.items():
        statuses = {line.status for line in lines}
        if "modelled" in statuses and pair not in ruled and is_whole:
            message = f"{pair[0]} x {pair[1]} is marked as modelled, but no rule there has this topic."
            yield Finding("law.coverage", lines[0].at, message, "Write the rule, or enter none_found or unread.")
        if "modelled" not in statuses and pair in ruled:
            status_text = " and ".join(sorted(statuses))
            message = f"{pair[0]} x {pair[1]} is said to be {status_text}, but rules there have this topic."
            yield Finding(
                "law.coverage", lines[0].at, message, "Enter modelled, for the acts and parties that were reviewed."
            )
    for jurisdiction, topic in sorted(ruled - listed.keys()):
        if len(jurisdiction) == 2 and topic in rulebook.topics:
            message = f"{jurisdiction} x {topic} has rules but no line of coverage, so it counts as not reviewed, and contact is held."
            yield Finding(
                "law.coverage", At("coverage.yaml", None, f"{jurisdiction}.{topic}"), message, "Add the line."
            )


def _check_signoffs(rulebook: Rulebook, broken: Collection[str | None]) -> Iterator[Finding]:
    for signoff in rulebook.signoffs.values():
        rule = rulebook.rules.get(signoff.rule)
        if rule is None and signoff.rule not in broken:
            remedy = did_you_mean(signoff.rule, list(rulebook.rules))
            yield Finding("law.signoff", signoff.at, f"`{signoff.rule}` is signed, but there is no such rule.", remedy)
