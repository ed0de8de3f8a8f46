"""Facts, people, contact, vocabulary and messages of the compiled policy."""

from __future__ import annotations

from collections.abc import Mapping

from supportpolicy.compiled import document
from supportpolicy.compiler.amounts import money
from supportpolicy.compiler.drafting import word_of, words_of
from supportpolicy.compiler.places import Places
from supportpolicy.compiler.words import in_words
from supportpolicy.language import builtin
from supportpolicy.language.policy import Policy
from supportpolicy.language.scope import Fact, main_language


def facts_of(policy: Policy, scope: Mapping[str, Fact], places: Places) -> tuple[document.Fact, ...]:
    """Every fact a ticket may bring along, built in or declared, and the worked-out ones; by name."""
    about = {fact.name: fact.about for fact in builtin.FACTS}
    found: list[document.Fact] = []
    for name in sorted(scope):
        fact = scope[name]
        if fact.origin == "attribute":
            continue
        field, derived = policy.fields.get(name), policy.facts.get(name)
        found.append(
            document.Fact(
                name,
                fact.type,
                fact.values,
                fact.ranked,
                fact.origin == "built-in",
                field.default.text if field is not None and field.default is not None else None,
                derived.how if derived is not None else None,
                words_of(derived.of) if derived is not None else (),
                field.ask if field is not None else None,
                field.source if field is not None else None,
                (field.about if field is not None else None) or about.get(name),
                field.sensitive if field is not None else False,
                places.at(fact.span) if fact.span is not None else "",
            )
        )
    return tuple(found)


def teams_of(policy: Policy, places: Places) -> tuple[document.Team, ...]:
    """The teams, in the order written."""
    return tuple(
        document.Team(
            str(team.name),
            word_of(team.coverage),
            words_of(team.languages),
            words_of(team.channels),
            word_of(team.lead),
            words_of(team.contact),
            team.people,
            team.about,
            places.at(team.name.span),
        )
        for team in policy.teams.values()
    )


def roles_of(policy: Policy, places: Places) -> tuple[document.Role, ...]:
    """The roles, by name."""
    return tuple(
        document.Role(
            str(role.name),
            word_of(role.coverage),
            words_of(role.contact),
            role.people,
            role.about,
            places.at(role.name.span),
        )
        for _, role in sorted(policy.roles.items())
    )


def languages_of(policy: Policy, places: Places) -> tuple[document.Language, ...]:
    """The languages, in the order written."""
    return tuple(
        document.Language(
            str(language.name),
            language.level,
            word_of(language.coverage),
            word_of(language.reply_in),
            words_of(language.say),
            language.label,
            places.at(language.name.span),
        )
        for language in policy.languages.values()
    )


def channels_of(policy: Policy, places: Places) -> tuple[document.Channel, ...]:
    """The channels, in the order written."""
    return tuple(
        document.Channel(
            str(channel.name),
            word_of(channel.coverage),
            channel.support,
            None if channel.for_whom is None else in_words(channel.for_whom),
            word_of(channel.redirect),
            words_of(channel.needs),
            words_of(channel.languages),
            channel.label,
            places.at(channel.name.span),
        )
        for channel in policy.channels.values()
    )


def metrics_of(policy: Policy, places: Places) -> tuple[document.Metric, ...]:
    """Built-in metrics, a policy's own definition in their place where it gives one, then the others by name."""
    built_in = {
        metric.name: document.Metric(
            metric.name, metric.starts_on, metric.met_by, metric.again, built_in=True, about=metric.about
        )
        for metric in builtin.METRICS
    }
    own = {
        str(name): document.Metric(
            str(name),
            words_of(metric.starts_on),
            words_of(metric.met_by),
            metric.again,
            about=metric.about,
            at=places.at(metric.name.span),
        )
        for name, metric in sorted(policy.metrics.items())
    }
    return tuple({**built_in, **own}.values())


def events_of(policy: Policy, places: Places) -> tuple[document.Event, ...]:
    """Events of the policy's own, by name."""
    return tuple(
        document.Event(str(name), str(event.at), event.about, places.at(event.name.span))
        for name, event in sorted(policy.events.items())
    )


def statuses_of(policy: Policy, places: Places) -> tuple[document.Status, ...]:
    """Built-in statuses and the policy's own."""
    built_in = {
        status.name: document.Status(status.name, status.waiting_on, built_in=True, about=status.about)
        for status in builtin.STATUSES
    }
    own = {
        str(name): document.Status(str(name), status.waiting_on, about=status.about, at=places.at(status.name.span))
        for name, status in sorted(policy.statuses.items())
    }
    return tuple({**built_in, **own}.values())


def actions_of(policy: Policy, places: Places) -> tuple[document.Action, ...]:
    """Actions, by name."""
    return tuple(
        document.Action(str(name), action.does, words_of(action.by), places.at(action.name.span))
        for name, action in sorted(policy.actions.items())
    )


def prices_of(policy: Policy, places: Places) -> tuple[document.NamedPrices, ...]:
    """Named prices, each by date."""
    return tuple(
        document.NamedPrices(
            str(name),
            tuple(
                document.Price(money(price.money), None if price.start is None else price.start.isoformat())
                for price in sorted(named.prices, key=lambda price: (price.start is not None, price.start))
            ),
            places.at(named.name.span),
        )
        for name, named in sorted(policy.prices.items())
    )


def messages_of(policy: Policy) -> dict[str, dict[str, str]]:
    """Messages by name and language; a text without a language stands under the policy's main one."""
    main = main_language(policy)
    return {
        str(name): {str(code or main): words.text for code, words in message.texts.items()}
        for name, message in sorted(policy.messages.items())
    }
