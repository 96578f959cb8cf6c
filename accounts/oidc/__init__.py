"""Sign-in with any OpenID Connect issuer: allauth's flow, with every check of the specification made.

allauth leaves out what TLS to a known provider makes needless; whoever an administrator names is not known to us.
"""
