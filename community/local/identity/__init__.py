"""The demo identity provider: OpenID Connect on loopback, where one signs in as anybody.

For trying Hearth and for its tests. It starts for a site on this machine only.
"""
