from spaces.models.brand import Brand
from spaces.models.entering import may_enter
from spaces.models.language import Language
from spaces.models.membership import Membership
from spaces.models.role import SPACE_ROLES, SpaceRole
from spaces.models.space import Space

__all__ = ["SPACE_ROLES", "Brand", "Language", "Membership", "Space", "SpaceRole", "may_enter"]
