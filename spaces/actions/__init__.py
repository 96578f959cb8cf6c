from spaces.actions.brand import change_brand
from spaces.actions.forget_member import forget_member
from spaces.actions.roles import grant_space_role, withdraw_space_role
from spaces.actions.space import save_space

__all__ = ["change_brand", "forget_member", "grant_space_role", "save_space", "withdraw_space_role"]
