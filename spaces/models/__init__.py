from spaces.models.brand import Brand
from spaces.models.membership import Membership
from spaces.models.role import SpaceRole
from spaces.models.space import Space

__all__ = ["Brand", "Membership", "Space", "SpaceRole"]
