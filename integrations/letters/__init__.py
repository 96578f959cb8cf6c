"""Mail that reaches us: read, judged, cut to what its writer wrote. Knows no database."""
