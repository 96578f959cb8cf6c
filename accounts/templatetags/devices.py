from django import template

from accounts.sessions import device_of

register = template.Library()
register.filter("device", device_of)
