from django import template

from accounts.security.sessions import device_of

register = template.Library()
register.filter("device", device_of)
