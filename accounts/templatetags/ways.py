"""The ways in, for the pages that offer them."""

from django import template

from accounts.providers import offer

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_in(context: template.Context) -> offer.Ways:
    return offer.ways_in(context["request"])


@register.simple_tag(takes_context=True)
def providers_to_join(context: template.Context) -> list[offer.Way]:
    return offer.providers_to_join(context["request"])
